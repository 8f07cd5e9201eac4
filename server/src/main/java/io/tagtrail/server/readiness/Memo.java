package io.tagtrail.server.readiness;

import io.tagtrail.core.ledger.Notes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Notes in memory, for a process that has no others.
final class Memo implements Notes {
  private final Map<String, TreeMap<String, Note>> topics = new TreeMap<>();

  @Override
  public synchronized Optional<Note> get(String topic, String key) {
    return Optional.ofNullable(topics.getOrDefault(topic, new TreeMap<>()).get(key));
  }

  @Override
  public synchronized List<Note> all(String topic) {
    return List.copyOf(topics.getOrDefault(topic, new TreeMap<>()).values());
  }

  @Override
  public synchronized boolean put(Note note) {
    var notes = topics.computeIfAbsent(note.topic(), each -> new TreeMap<>());
    var before = notes.get(note.key());
    if (before != null && before.time().isAfter(note.time())) {
      return false;
    }
    notes.put(note.key(), note);
    return true;
  }

  @Override
  public synchronized boolean remove(String topic, String key) {
    var notes = topics.get(topic);
    return notes != null && notes.remove(key) != null;
  }
}
