package io.tagtrail.store;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Text;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The tokens that Tagtrail itself gave out: API tokens and sessions of people. Kept beside the
/// ledger, no part of the log; the secret itself is never kept, only its hash. Implementations pass
/// `TokenStoreContract`.
///
/// Every method throws [io.tagtrail.core.ledger.LedgerException] when the store cannot answer.
/// Times are kept to the millisecond.
public interface TokenStore {
  /// A token, as far as it is kept.
  ///
  /// @param id names it in lists and logs; no secret
  /// @param label what people call it
  /// @param secretHash the hash of its secret, by which it is found
  /// @param kind `api` or `session`
  /// @param subject JSON of whose it is; not looked into here
  /// @param scopes what it is limited to; in the order given
  /// @param expires null: never
  /// @param revoked when it was taken back; null while it was not
  /// @param lastUsed null before its first use
  record Token(
      String id,
      String label,
      Digest secretHash,
      String kind,
      String subject,
      List<String> scopes,
      Instant created,
      @Nullable Instant expires,
      @Nullable Instant revoked,
      @Nullable Instant lastUsed) {
    private static final int ID_BYTES = 128;
    private static final int LABEL_BYTES = 255;
    private static final int KIND_BYTES = 32;
    private static final int SUBJECT_BYTES = 32_768;
    private static final int SCOPE_BYTES = 512;
    private static final int MAX_SCOPES = 256;

    public Token {
      Text.bounded("the id of a token", id, ID_BYTES);
      Text.bounded("the label of a token", label, LABEL_BYTES);
      Text.bounded("the kind of a token", kind, KIND_BYTES);
      Text.bounded("the subject of a token", subject, SUBJECT_BYTES);
      scopes = List.copyOf(scopes);
      if (scopes.size() > MAX_SCOPES) {
        throw new io.tagtrail.core.model.InvalidValueException(
            "a token has at most %d scopes, not %d".formatted(MAX_SCOPES, scopes.size()));
      }
      scopes.forEach(scope -> Text.bounded("a scope of a token", scope, SCOPE_BYTES));
    }

    /// Whether it counts at a time: neither revoked nor expired.
    public boolean countsAt(Instant now) {
      return revoked == null && (expires == null || now.isBefore(expires));
    }
  }

  /// Keeps a new token.
  ///
  /// @throws IllegalArgumentException if there is one with its id or its secret already; nothing
  ///   was changed
  void add(Token token);

  /// The token with this secret, revoked and expired ones too.
  Optional<Token> byHash(Digest secretHash);

  /// All tokens, the newest first.
  List<Token> list();

  /// Takes a token back. One that was taken back before keeps its time.
  ///
  /// @return whether there is such a token
  boolean revoke(String id, Instant when);

  /// Notes that a token was used. An earlier time than the one that is there changes nothing, as an
  /// unknown id does.
  void used(String id, Instant when);

  /// Forgets what expired before a time, revoked or not.
  ///
  /// @return how many
  int purge(Instant expiredBefore);
}
