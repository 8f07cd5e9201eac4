package io.tagtrail.server.readiness;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
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
  private static final int HEX = 40;
  private static final byte[] LOST = "lost".getBytes(StandardCharsets.UTF_8);
  private static final byte[] FOUND = "found".getBytes(StandardCharsets.UTF_8);

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
    boolean foundSince = known.isPresent() && isFound(known.get());
    if (known.isPresent() ? !foundSince : recorded(state.alias(), bundle)) {
      if (known.isEmpty()) {
        notes.put(new Note(TOPIC, key(state.alias(), bundle), LOST, now));
      }
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
    notes.put(new Note(TOPIC, key(state.alias(), bundle), LOST, now));
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
    return notes.put(new Note(TOPIC, key(alias, bundle), FOUND, now));
  }

  private static boolean isFound(Note note) {
    return java.util.Arrays.equals(note.value(), FOUND);
  }

  private boolean recorded(Alias alias, Digest bundle) {
    return ledger.byBundle(bundle, Long.MAX_VALUE, LOOKED_AT).stream()
        .map(entry -> entry.event())
        .anyMatch(event ->
            event.kind() == EventKind.RETENTION_LOSS && alias.equals(event.stream().alias()));
  }

  private static String key(Alias alias, Digest bundle) {
    return alias + "@" + bundle.hex().substring(0, HEX);
  }
}
