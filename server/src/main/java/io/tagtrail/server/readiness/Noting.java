package io.tagtrail.server.readiness;

import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.ledger.Notes.Note;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// Notes that are kept although what is there is of a clock that was ahead: what a note says has
/// its time in its value, and the note's own time only puts it after the one before.
final class Noting {
  private Noting() {}

  /// Something that was said at a time.
  record Said(String what, Instant at) {
    byte[] value() {
      return (what + "\n" + at.toEpochMilli()).getBytes(StandardCharsets.UTF_8);
    }

    static Said of(Note note) {
      var text = new String(note.value(), StandardCharsets.UTF_8);
      int end = text.indexOf('\n');
      try {
        return new Said(
            text.substring(0, end), Instant.ofEpochMilli(Long.parseLong(text.substring(end + 1))));
      } catch (IndexOutOfBoundsException | NumberFormatException e) {
        // Of an older Tagtrail, whose notes have their time beside them alone.
        return new Said(text, note.time());
      }
    }
  }

  /// Keeps a note whatever is there.
  ///
  /// @return whether it was kept: not where a later one came at the same time
  static boolean put(Notes notes, String topic, String key, byte[] value, Instant now) {
    var there = notes.get(topic, key).map(Note::time).filter(now::isBefore);
    return notes.put(new Note(topic, key, value, there.orElse(now)));
  }
}
