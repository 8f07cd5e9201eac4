package io.tagtrail.store;

import io.tagtrail.core.model.Digest;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The tokens in the ledger's own database.
final class SqlTokens implements TokenStore {
  private final Readers readers;
  private final Writer writer;

  SqlTokens(Readers readers, Writer writer) {
    this.readers = readers;
    this.writer = writer;
  }

  @Override
  public void add(Token token) {
    boolean added =
        writer.transaction(
            "keeping a token",
            db -> Tokens.insert(db, token),
            (db, done) -> Tokens.byId(db, token.id()).isPresent());
    if (!added) {
      throw Tokens.taken(token);
    }
  }

  @Override
  public Optional<Token> byHash(Digest secretHash) {
    return readers.ask(db -> Tokens.byHash(db, secretHash));
  }

  @Override
  public List<Token> list() {
    return readers.ask(Tokens::list);
  }

  @Override
  public boolean revoke(String id, Instant when) {
    return writer.transaction(
        "revoking a token",
        db -> Tokens.revoke(db, id, when),
        (db, done) -> Tokens.byId(db, id).map(t -> t.revoked() != null).orElse(true));
  }

  @Override
  public void used(String id, Instant when) {
    writer.transaction(
        "noting the use of a token",
        db -> {
          Tokens.used(db, id, when);
          return true;
        },
        (db, done) -> false);
  }

  @Override
  public int purge(Instant expiredBefore) {
    return writer.transaction(
        "forgetting expired tokens", db -> Tokens.purge(db, expiredBefore), (db, done) -> false);
  }
}
