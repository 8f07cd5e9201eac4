package io.tagtrail.store;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.model.Digest;
import io.tagtrail.store.TokenStore.Token;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tokens in SQL. Times are milliseconds since 1970; scopes are a JSON list.
final class Tokens {
  private static final String COLUMNS =
      "id, label, secret_hash, kind, subject, scopes, created, expires, revoked, last_used";

  private Tokens() {}

  /// @return whether it was put there
  static boolean insert(Db db, Token token) throws SQLException {
    return db.update(
            "INSERT INTO token ("
                + COLUMNS
                + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                + " ON CONFLICT DO NOTHING",
            token.id(),
            token.label(),
            Columns.bytes(token.secretHash()),
            token.kind(),
            token.subject(),
            scopes(token.scopes()),
            token.created().toEpochMilli(),
            millis(token.expires()),
            millis(token.revoked()),
            millis(token.lastUsed()))
        == 1;
  }

  static Optional<Token> byHash(Db db, Digest hash) throws SQLException {
    return db.first(
        "SELECT " + COLUMNS + " FROM token WHERE secret_hash = ?",
        Tokens::read,
        Columns.bytes(hash));
  }

  static Optional<Token> byId(Db db, String id) throws SQLException {
    return db.first("SELECT " + COLUMNS + " FROM token WHERE id = ?", Tokens::read, id);
  }

  static List<Token> list(Db db) throws SQLException {
    return db.list(
        "SELECT " + COLUMNS + " FROM token ORDER BY created DESC, id DESC", Tokens::read);
  }

  static boolean revoke(Db db, String id, Instant when) throws SQLException {
    return db.update(
            "UPDATE token SET revoked = coalesce(revoked, ?) WHERE id = ?", when.toEpochMilli(), id)
        == 1;
  }

  static void used(Db db, String id, Instant when) throws SQLException {
    db.update(
        "UPDATE token SET last_used = ? WHERE id = ? AND (last_used IS NULL OR last_used < ?)",
        when.toEpochMilli(),
        id,
        when.toEpochMilli());
  }

  static int purge(Db db, Instant expiredBefore) throws SQLException {
    return db.update("DELETE FROM token WHERE expires < ?", expiredBefore.toEpochMilli());
  }

  static IllegalArgumentException taken(Token token) {
    return new IllegalArgumentException(
        "there is a token with the id '%s' or its secret already; nothing was changed"
            .formatted(token.id()));
  }

  /// As it is read back: times to the millisecond.
  static Token kept(Token t) {
    return new Token(
        t.id(),
        t.label(),
        t.secretHash(),
        t.kind(),
        t.subject(),
        t.scopes(),
        Times.millis(t.created()),
        cut(t.expires()),
        cut(t.revoked()),
        cut(t.lastUsed()));
  }

  private static @Nullable Instant cut(@Nullable Instant time) {
    return time == null ? null : Times.millis(time);
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }

  private static String scopes(List<String> scopes) {
    List<Json> list = new ArrayList<>();
    scopes.forEach(scope -> list.add(new Json.Str(scope)));
    return new Json.Arr(list).canonical();
  }

  private static Token read(ResultSet row) throws SQLException {
    try {
      return new Token(
          row.getString(1),
          row.getString(2),
          Columns.digest(row.getBytes(3)),
          row.getString(4),
          row.getString(5),
          scopes(row.getString(6)),
          Columns.time(row.getLong(7)),
          time(row, 8),
          time(row, 9),
          time(row, 10));
    } catch (JsonException | IllegalArgumentException e) {
      throw Failures.damaged("a token: " + e.getMessage());
    }
  }

  private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Columns.time(millis);
  }

  private static List<String> scopes(String json) {
    if (!(JsonReader.read(json.getBytes(StandardCharsets.UTF_8)) instanceof Json.Arr list)) {
      throw new IllegalArgumentException("its scopes are no list");
    }
    var out = new ArrayList<String>();
    for (var each : list.items()) {
      if (!(each instanceof Json.Str text)) {
        throw new IllegalArgumentException("a scope is no text");
      }
      out.add(text.value());
    }
    return out;
  }
}
