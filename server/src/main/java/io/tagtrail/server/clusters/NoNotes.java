package io.tagtrail.server.clusters;

import io.tagtrail.core.ledger.Notes;
import java.util.List;
import java.util.Optional;

/// Keeps nothing.
final class NoNotes implements Notes {
  @Override
  public Optional<Note> get(String topic, String key) {
    return Optional.empty();
  }

  @Override
  public List<Note> all(String topic) {
    return List.of();
  }

  @Override
  public boolean put(Note note) {
    return false;
  }

  @Override
  public boolean remove(String topic, String key) {
    return false;
  }
}
