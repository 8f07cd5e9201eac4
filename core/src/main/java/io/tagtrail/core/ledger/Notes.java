package io.tagtrail.core.ledger;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What was noticed and may be forgotten: reports of clusters, results of rehearsals, what somebody
/// acknowledged. It stands beside the record and is no part of it: no entry follows from a note.
/// Shared by all processes of a ledger. Implementations pass `NotesContract` in the testkit.
///
/// Every method throws [LedgerException] when it cannot answer.
public interface Notes {
  int NAME_BYTES = 200;
  int VALUE_BYTES = 4 << 20;

  /// A note.
  ///
  /// @param topic what kind of note it is
  /// @param key what it is about
  /// @param time when it was noticed: of two about the same, the later one stays
  record Note(String topic, String key, byte[] value, Instant time) {
    public Note {
      Text.bounded("the topic of a note", topic, NAME_BYTES);
      Text.bounded("the key of a note", key, NAME_BYTES);
      if (value.length > VALUE_BYTES) {
        throw new InvalidValueException(
            "a note has at most %d bytes, not %d".formatted(VALUE_BYTES, value.length));
      }
    }
  }

  Optional<Note> get(String topic, String key);

  /// The notes of a topic, in order of key.
  List<Note> all(String topic);

  /// Keeps a note, unless a later one about the same is there: atomically, whoever else writes.
  ///
  /// @return whether it was kept
  boolean put(Note note);

  /// Forgets a note.
  ///
  /// @return whether it was there
  boolean remove(String topic, String key);
}
