package io.tagtrail.store;

import io.tagtrail.core.model.Digest;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tokens that last as long as the process: for tests and trials.
public final class InMemoryTokenStore implements TokenStore {
  private final Map<String, Token> tokens = new LinkedHashMap<>();

  @Override
  public synchronized void add(Token token) {
    boolean known =
        tokens.containsKey(token.id())
            || tokens.values().stream().anyMatch(t -> t.secretHash().equals(token.secretHash()));
    if (known) {
      throw Tokens.taken(token);
    }
    tokens.put(token.id(), Tokens.kept(token));
  }

  @Override
  public synchronized Optional<Token> byHash(Digest secretHash) {
    return tokens.values().stream().filter(t -> t.secretHash().equals(secretHash)).findFirst();
  }

  @Override
  public synchronized List<Token> list() {
    return tokens.values().stream()
        .sorted(Comparator.comparing(Token::created).thenComparing(Token::id).reversed())
        .toList();
  }

  @Override
  public synchronized boolean revoke(String id, Instant when) {
    var token = tokens.get(id);
    if (token != null && token.revoked() == null) {
      tokens.put(id, Tokens.kept(with(token, when, token.lastUsed())));
    }
    return token != null;
  }

  @Override
  public synchronized void used(String id, Instant when) {
    var token = tokens.get(id);
    if (token == null) {
      return;
    }
    var last = token.lastUsed();
    if (last == null || last.isBefore(when)) {
      tokens.put(id, Tokens.kept(with(token, token.revoked(), when)));
    }
  }

  @Override
  public synchronized int purge(Instant expiredBefore) {
    int before = tokens.size();
    tokens
        .values()
        .removeIf(t -> {
          var expires = t.expires();
          return expires != null && expires.isBefore(expiredBefore);
        });
    return before - tokens.size();
  }

  private static Token with(Token t, @Nullable Instant revoked, @Nullable Instant lastUsed) {
    return new Token(
        t.id(),
        t.label(),
        t.secretHash(),
        t.kind(),
        t.subject(),
        t.scopes(),
        t.created(),
        t.expires(),
        revoked,
        lastUsed);
  }
}
