package io.tagtrail.server.identity;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.store.TokenStore;
import io.tagtrail.store.TokenStore.Token;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// Tokens that Tagtrail itself gives out, for pipelines that have no issuer. Whoever holds one is
/// it: it stands for a workload and never counts as a person. Only a hash is kept.
public final class ApiTokens {
  public static final String KIND = "api";

  /// The issuer that events name for them.
  public static final String ISSUER = "tagtrail";

  /// The claim that says who made the token: nobody approves what a token asks that they made.
  static final String BY = "by";

  public static final Duration MAX_TTL = Duration.ofDays(366);

  private static final int LABEL_BYTES = 100;
  private static final String RIGHT = "right:";
  private static final String ALIAS = "alias:";
  private static final Duration NOTED_EACH = Duration.ofMinutes(1);
  private static final Duration KEPT_AFTER_END = Duration.ofDays(90);

  private final TokenStore store;
  private final InstantSource clock;

  /// A new token.
  ///
  /// @param secret its text, which can be shown this once
  public record Created(String secret, Token token) {
    @Override
    public String toString() {
      return "Created[" + token.id() + "]";
    }
  }

  public ApiTokens(TokenStore store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /// Makes a token.
  ///
  /// @param by who makes it; a token cannot make one that can do more, or lasts longer, than itself
  /// @param ttl how long it holds, at most [#MAX_TTL]
  /// @throws InvalidValueException if it cannot be made like that
  public Created create(String label, Identity by, Scope scope, Duration ttl) {
    Text.bounded("the label of a token", label, LABEL_BYTES);
    if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(MAX_TTL) > 0) {
      throw new InvalidValueException(
          "a token holds for a second to %d days".formatted(MAX_TTL.toDays()));
    }
    var now = clock.instant();
    var expires = now.plus(ttl);
    withinOwn(by, scope, expires);
    store.purge(now.minus(KEPT_AFTER_END));
    var token = ApiToken.random();
    var kept =
        new Token(
            token.id(),
            label,
            Secrets.hash(token.text()),
            KIND,
            // Of a token that a token made: who is behind the first of them.
            StrictJson.write(Map.of(BY, Objects.requireNonNullElse(by.account(), by.id()))),
            texts(scope),
            now,
            expires,
            null,
            null);
    store.add(kept);
    return new Created(token.text(), kept);
  }

  /// All of them, the newest first; expired and revoked ones too, for a while.
  public List<Token> list() {
    return store.list().stream().filter(token -> token.kind().equals(KIND)).toList();
  }

  /// Takes a token back, at once.
  ///
  /// @return whether there is such a token
  public boolean revoke(String id) {
    return list().stream().anyMatch(token -> token.id().equals(id))
        && store.revoke(id, clock.instant());
  }

  /// What a kept token is limited to.
  public static Scope scope(Token token) {
    return new Scope(Set.copyOf(after(RIGHT, token)), after(ALIAS, token));
  }

  Authentication authenticate(String text) {
    var parsed = ApiToken.parse(text);
    if (parsed.isEmpty()) {
      return new Authentication.Rejected(
          "the text begins like a token of Tagtrail's (tt_) but is none: cut, or mistyped");
    }
    var now = clock.instant();
    var found = store.byHash(Secrets.hash(text));
    if (found.isEmpty() || !found.get().kind().equals(KIND)) {
      return new Authentication.Rejected("no such token: it was never given out here");
    }
    var token = found.get();
    if (!token.countsAt(now)) {
      return new Authentication.Rejected(
          "the token %s ('%s') %s"
              .formatted(
                  token.id(),
                  Text.clipped(token.label(), LABEL_BYTES),
                  token.revoked() != null ? "was revoked" : "expired at " + token.expires()));
    }
    note(token, now);
    return new Authentication.Known(identity(token));
  }

  private static Identity identity(Token token) {
    var claims = new LinkedHashMap<String, Object>();
    claims.put("token", token.id());
    claims.put("label", token.label());
    madeBy(token).ifPresent(by -> claims.put(BY, by));
    return new Identity(
        Identity.Kind.WORKLOAD,
        new Mover(
            Mover.Kind.WORKLOAD,
            FactStatus.VERIFIED,
            ISSUER,
            "token:" + token.label() + ":" + token.id()),
        null,
        false,
        Set.of(),
        claims,
        Facts.Pipeline.MISSING,
        Facts.Source.MISSING,
        scope(token),
        "token:" + token.id(),
        token.expires());
  }

  private static Optional<String> madeBy(Token token) {
    try {
      var subject = StrictJson.object(token.subject().getBytes(StandardCharsets.UTF_8));
      return subject.get(BY) instanceof String by ? Optional.of(by) : Optional.empty();
    } catch (JsonException e) {
      return Optional.empty();
    }
  }

  /// Once a minute is enough to know which tokens are still in use, and spares a write per request.
  private void note(Token token, Instant now) {
    var last = token.lastUsed();
    if (last == null || last.plus(NOTED_EACH).isBefore(now)) {
      store.used(token.id(), now);
    }
  }

  private static void withinOwn(Identity by, Scope scope, Instant expires) {
    var own = by.scope();
    if (own == null) {
      return;
    }
    var end = by.expires();
    if (!own.contains(scope) || (end != null && expires.isAfter(end))) {
      throw new InvalidValueException(
          "a token cannot make one that can do more or lasts longer than itself; nothing was made");
    }
  }

  private static List<String> texts(Scope scope) {
    var texts = new ArrayList<String>();
    scope.rights().forEach(right -> texts.add(RIGHT + right));
    scope.aliases().forEach(alias -> texts.add(ALIAS + alias));
    return texts;
  }

  private static List<String> after(String prefix, Token token) {
    return token.scopes().stream()
        .filter(text -> text.startsWith(prefix))
        .map(text -> text.substring(prefix.length()))
        .toList();
  }
}
