package io.tagtrail.store;

import io.tagtrail.core.ledger.Notes;
import java.util.List;
import java.util.Optional;

/// The notes in the ledger's own database: what one process writes, every other reads.
final class SqlNotes implements Notes {
  private final Readers readers;
  private final Writer writer;

  SqlNotes(Readers readers, Writer writer) {
    this.readers = readers;
    this.writer = writer;
  }

  @Override
  public Optional<Note> get(String topic, String key) {
    return readers.ask(db -> NoteRows.get(db, topic, key));
  }

  @Override
  public List<Note> all(String topic) {
    return readers.ask(db -> NoteRows.all(db, topic));
  }

  @Override
  public boolean put(Note note) {
    return writer.transaction(
        "keeping a note",
        db -> NoteRows.put(db, note),
        // Its own, or one that took its place since.
        (db, put) ->
            NoteRows.get(db, note.topic(), note.key())
                .filter(there -> there.time().toEpochMilli() >= note.time().toEpochMilli())
                .isPresent());
  }

  @Override
  public boolean remove(String topic, String key) {
    return writer.transaction(
        "removing a note",
        db -> NoteRows.remove(db, topic, key),
        (db, done) -> NoteRows.get(db, topic, key).isEmpty());
  }
}
