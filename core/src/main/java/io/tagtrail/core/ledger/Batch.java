package io.tagtrail.core.ledger;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.model.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What is appended together or not at all.
///
/// @param expected the versions that the writer saw; every stream that the events touch must be
///   among them
/// @param events what happened, in order; their time is set by the ledger
/// @param tasks what has to be done after the commit, kept in the outbox
public record Batch(
    List<Expectation> expected,
    List<Event> events,
    List<SideRecord> sides,
    List<Document> documents,
    List<Task> tasks) {
  public Batch {
    expected = List.copyOf(expected);
    events = List.copyOf(events);
    sides = List.copyOf(sides);
    documents = List.copyOf(documents);
    tasks = List.copyOf(tasks);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("a batch has at least one event");
    }
    var streams = expected.stream().map(Expectation::stream).toList();
    for (var event : events) {
      if (!streams.contains(event.stream())) {
        throw new IllegalArgumentException("nothing is expected of " + event.stream());
      }
    }
    for (var task : tasks) {
      if (task.event() < 0 || task.event() >= events.size()) {
        throw new IllegalArgumentException("a task of no event of the batch");
      }
    }
  }

  /// The version at which the writer saw a stream.
  public record Expectation(Stream stream, long version) {}

  /// Work for the outbox.
  ///
  /// @param kind what to do
  /// @param event the place in the batch of the event that it is about
  public record Task(TaskKind kind, int event) {}

  public static Builder expecting(Stream stream, long version) {
    return new Builder().expect(stream, version);
  }

  /// Collects a batch.
  public static final class Builder {
    private final List<Expectation> expected = new ArrayList<>();
    private final List<Event> events = new ArrayList<>();
    private final List<SideRecord> sides = new ArrayList<>();
    private final List<Document> documents = new ArrayList<>();
    private final List<Task> tasks = new ArrayList<>();

    public Builder expect(Stream stream, long version) {
      expected.add(new Expectation(stream, version));
      return this;
    }

    public Builder add(Event event) {
      events.add(event);
      return this;
    }

    /// Adds an event with a task about it.
    public Builder add(Event event, TaskKind task) {
      events.add(event);
      tasks.add(new Task(task, events.size() - 1));
      return this;
    }

    /// Adds an event with the tasks about it.
    public Builder add(Event event, Set<TaskKind> about) {
      events.add(event);
      about.forEach(task -> tasks.add(new Task(task, events.size() - 1)));
      return this;
    }

    public Builder sides(List<SideRecord> records) {
      sides.addAll(records);
      return this;
    }

    public Builder document(Document document) {
      documents.add(document);
      return this;
    }

    public Batch build() {
      return new Batch(expected, events, sides, documents, tasks);
    }
  }
}
