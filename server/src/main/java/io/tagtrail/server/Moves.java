package io.tagtrail.server;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Outcome;
import org.jspecify.annotations.Nullable;

/// What moves an alias, forward or back: all of it by the one path.
///
/// The exceptions are those of [Tagtrail].
public interface Moves {
  /// Promotes a bundle.
  ///
  /// @param source a reference (`oci://registry/repo:tag`, `…@sha256:…`),
  ///   `oci-layout:folder[:tag|@digest]`, an alias of the same application (`shop/preprod`), or
  ///   `:tag` / `@digest` at the alias's own repository
  Outcome promote(Alias alias, String source, boolean allowOlder, Ask ask)
      throws InterruptedException;

  /// Rolls back.
  ///
  /// @param to `1.4.1`, `#41`, `~1`, `@{…}`, a digest or its beginning; null for the computed
  ///   target
  Outcome rollback(Alias alias, @Nullable String to, Ask ask) throws InterruptedException;

  /// Takes an existing tag into the ledger.
  ///
  /// @param previous a digest or tag that was live before, by the adopter's word
  Outcome adopt(Alias alias, @Nullable String previous, Ask ask) throws InterruptedException;

  /// Takes an alias into the ledger that another ledger governs, on purpose: the marker beside the
  /// tag names this one from then on, and the other refuses moves. Needs a reason.
  Outcome takeOver(Alias alias, Ask ask) throws InterruptedException;

  /// Moves the alias, with its bundle, from where the ledger has it to where configuration has it.
  Outcome relocate(Alias alias, Ask ask) throws InterruptedException;

  /// Records a move that the asker has written itself (`write: caller`), after reading it back.
  ///
  /// @param intent the entry of its authorisation
  Outcome confirm(Alias alias, long intent, Ask ask) throws InterruptedException;

  /// Gives up a move that the asker was to write.
  ///
  /// @param intent the entry of its authorisation
  Outcome cancel(Alias alias, long intent, Ask ask) throws InterruptedException;
}
