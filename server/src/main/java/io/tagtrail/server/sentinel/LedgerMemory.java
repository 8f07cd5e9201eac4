package io.tagtrail.server.sentinel;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.ledger.Notes.Note;
import java.time.InstantSource;
import java.util.Optional;

/// How long the ledger was when it was last watched, in the notes: a process that starts finds out
/// that it lost entries meanwhile, where the notes did not go back with it. (Where they did, the
/// keep-tags at the registry tell: see [io.tagtrail.core.promotion.Restoring].)
final class LedgerMemory {
  private static final String KEY = "ledger";

  private final Notes notes;
  private final InstantSource clock;
  private long kept = -1;

  LedgerMemory(Notes notes, InstantSource clock) {
    this.notes = notes;
    this.clock = clock;
  }

  void keep(LogHead head) {
    if (head.size() == kept) {
      return;
    }
    var value =
        new ObjectBuilder()
            .put("origin", head.origin())
            .put("size", head.size())
            .putText("root", head.root())
            .build();
    // Whoever wrote it before may have a clock that is ahead: it must not be refused for that.
    var now = clock.instant();
    var time =
        notes.get(RestoreSwitch.TOPIC, KEY).map(Note::time).filter(now::isBefore).orElse(now);
    if (notes.put(new Note(RestoreSwitch.TOPIC, KEY, value.canonicalBytes(), time))) {
      kept = head.size();
    }
  }

  /// What a ledger is not that it was; empty where it may be the same, longer or not.
  Optional<String> contradicts(LogHead now) {
    var note = notes.get(RestoreSwitch.TOPIC, KEY);
    if (note.isEmpty()) {
      return Optional.empty();
    }
    try {
      var view = JsonReader.object(note.get().value());
      long size = view.needNumber("size");
      if (!view.needText("origin").equals(now.origin())) {
        return Optional.of("it was another ledger, " + view.needText("origin"));
      }
      if (now.size() < size) {
        return Optional.of("it has %d entries and had %d".formatted(now.size(), size));
      }
      return now.size() == size && !view.needText("root").equals(now.root().toString())
          ? Optional.of("its entries are not what they were")
          : Optional.empty();
    } catch (JsonException e) {
      return Optional.of("what was noted of it cannot be read");
    }
  }
}
