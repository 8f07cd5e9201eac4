package io.tagtrail.testkit.ledger;

import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.ledger.TaskKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/// The outbox of a ledger in memory.
final class Outbox {
  private static final Comparator<Key> OLDEST =
      Comparator.comparingLong(Key::index).thenComparing(Key::kind);

  private final TreeMap<Key, Outgoing> tasks = new TreeMap<>(OLDEST);

  private record Key(long index, TaskKind kind) {}

  Outbox() {}

  Outbox(Outbox other) {
    tasks.putAll(other.tasks);
  }

  void add(long index, TaskKind kind, Instant due) {
    tasks.putIfAbsent(new Key(index, kind), new Outgoing(index, kind, 0, due, null, null));
  }

  List<Outgoing> due(TaskKind kind, Instant now, int limit) {
    return tasks.values().stream()
        .filter(task -> task.kind() == kind && task.done() == null && !task.due().isAfter(now))
        .limit(limit)
        .toList();
  }

  List<Outgoing> of(long index) {
    return tasks.values().stream().filter(task -> task.index() == index).toList();
  }

  long pending() {
    return tasks.values().stream().filter(task -> task.done() == null).count();
  }

  void done(long index, TaskKind kind, Instant when) {
    change(
        index,
        kind,
        task -> new Outgoing(index, kind, task.attempts(), task.due(), when, task.problem()));
  }

  void failed(long index, TaskKind kind, String problem, Instant again) {
    change(
        index, kind, task -> new Outgoing(index, kind, task.attempts() + 1, again, null, problem));
  }

  /// A task that is done stays as it is: another process may have done it in the meantime.
  private void change(
      long index, TaskKind kind, java.util.function.UnaryOperator<Outgoing> change) {
    var key = new Key(index, kind);
    var task = tasks.get(key);
    if (task == null) {
      throw new IllegalArgumentException(
          "the outbox has no task '%s' of entry %d".formatted(kind.label(), index));
    }
    if (task.done() == null) {
      tasks.put(key, change.apply(task));
    }
  }
}
