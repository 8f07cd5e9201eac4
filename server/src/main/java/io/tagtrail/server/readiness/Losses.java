package io.tagtrail.server.readiness;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.ledger.Notes.Note;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Records what is lost, once for each alias and bundle for as long as it stays lost. What is
/// remembered of it are notes; where those are gone, the ledger's own events are believed, so that
/// nothing is recorded again for want of a note.
final class Losses {
  private static final String TOPIC = "readiness.lost";
  private static final int LOOKED_AT = 200;
  private static final long NONE = -1;
  private static final int HEX = 40;
  private static final byte[] LOST = "lost".getBytes(StandardCharsets.UTF_8);

  /// Then the index of the loss that was found again, if it is on record.
  private static final String FOUND = "found";

  private final Ledger ledger;
  private final Notes notes;

  Losses(Ledger ledger, Notes notes) {
    this.ledger = ledger;
    this.notes = notes;
  }

  /// Records a loss.
  ///
  /// @param state the alias as it was when the loss was seen
  /// @return whether an event was written now; not where one stands, and not where the alias was
  ///   written to meanwhile: the next look sees to it
  boolean lost(AliasState state, Digest bundle, Instant now) {
    if (state.intent() != null) {
      // A move is under way, and is not to be overtaken by this.
      return false;
    }
    var known = notes.get(TOPIC, key(state.alias(), bundle));
    if (known.isPresent() && !isFound(known.get())) {
      return false;
    }
    // A process that died between the entry and the note has recorded it all the same.
    long recorded = recorded(state.alias(), bundle);
    if (recorded > known.map(Losses::found).orElse(NONE)) {
      note(state.alias(), bundle, LOST, now);
      return false;
    }
    var appended =
        ledger.append(
            Batch.expecting(state.alias().stream(), state.version())
                .add(
                    Event.of(EventKind.RETENTION_LOSS, state.alias().stream(), "readiness")
                        .subject(bundle)
                        .build())
                .build());
    if (!(appended instanceof Appended.Committed)) {
      return false;
    }
    note(state.alias(), bundle, LOST, now);
    return true;
  }

  /// Takes note of a bundle that is whole.
  ///
  /// @return whether it was lost before
  boolean whole(Alias alias, Digest bundle, Instant now) {
    var known = notes.get(TOPIC, key(alias, bundle));
    if (known.isEmpty() || isFound(known.get())) {
      return false;
    }
    var found = FOUND + " " + recorded(alias, bundle);
    return note(alias, bundle, found.getBytes(StandardCharsets.UTF_8), now);
  }

  private boolean note(Alias alias, Digest bundle, byte[] what, Instant now) {
    return Noting.put(notes, TOPIC, key(alias, bundle), what, now);
  }

  private static boolean isFound(Note note) {
    return text(note).startsWith(FOUND);
  }

  /// The index of the loss that was found again; where an older Tagtrail noted it, any may be.
  private static long found(Note note) {
    var index = text(note).substring(FOUND.length()).strip();
    try {
      return index.isEmpty() ? Long.MAX_VALUE : Long.parseLong(index);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }

  private static String text(Note note) {
    return new String(note.value(), StandardCharsets.UTF_8);
  }

  /// The index of the newest loss on record; [#NONE] where there is none.
  private long recorded(Alias alias, Digest bundle) {
    return ledger.byBundle(bundle, Long.MAX_VALUE, LOOKED_AT).stream()
        .filter(entry ->
            entry.event().kind() == EventKind.RETENTION_LOSS
                && alias.equals(entry.event().stream().alias()))
        .mapToLong(Entry::index)
        .max()
        .orElse(NONE);
  }

  private static String key(Alias alias, Digest bundle) {
    return alias + "@" + bundle.hex().substring(0, HEX);
  }
}
