package io.tagtrail.testkit.ledger;

import io.tagtrail.core.json.Times;
import io.tagtrail.core.ledger.Notes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Notes that last as long as the process: for tests and trials.
public final class InMemoryNotes implements Notes {
  private final Map<List<String>, Note> notes = new HashMap<>();

  @Override
  public synchronized Optional<Note> get(String topic, String key) {
    return Optional.ofNullable(notes.get(List.of(topic, key))).map(InMemoryNotes::copy);
  }

  @Override
  public synchronized List<Note> all(String topic) {
    return notes.values().stream()
        .filter(note -> note.topic().equals(topic))
        .sorted(Comparator.comparing(Note::key))
        .map(InMemoryNotes::copy)
        .toList();
  }

  @Override
  public synchronized boolean put(Note note) {
    var kept = copy(note);
    var at = List.of(note.topic(), note.key());
    var there = notes.get(at);
    if (there != null && there.time().isAfter(kept.time())) {
      return false;
    }
    notes.put(at, kept);
    return true;
  }

  @Override
  public synchronized boolean remove(String topic, String key) {
    return notes.remove(List.of(topic, key)) != null;
  }

  /// Nobody's array is kept, and none is given out.
  private static Note copy(Note note) {
    return new Note(note.topic(), note.key(), note.value().clone(), Times.millis(note.time()));
  }
}
