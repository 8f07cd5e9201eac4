package io.tagtrail.server.sentinel;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.config.SentinelConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which alias is looked at when: each once an interval, at times that are spread evenly and
/// jitter, in the order in which they fall due, as fast as each registry's pace allows.
final class Agenda {
  private static final long SECOND = 1_000_000_000L;
  private static final int MOST_DENIED = 4;

  private final Time time;
  private final Predicate<Alias> mine;
  private final Map<Alias, Slot> slots = new HashMap<>();
  private final Map<Location, Alias> places = new HashMap<>();
  private final Map<String, Queue> registries = new HashMap<>();
  private long wake;

  /// What is due at one registry.
  private static final class Queue {
    final PriorityQueue<Slot> due = new PriorityQueue<>(Comparator.comparingLong(s -> s.due));
    final Pace pace;

    Queue(Pace pace) {
      this.pace = pace;
    }
  }

  Agenda(Time time, Predicate<Alias> mine) {
    this.time = time;
    this.mine = mine;
  }

  /// Takes these aliases for those to be watched.
  synchronized void follow(Collection<Watched> all, SentinelConfig config) {
    var there = new HashSet<Alias>();
    places.clear();
    for (var each : all) {
      there.add(each.alias());
      places.put(each.location(), each.alias());
      var registry = each.location().repository().registry();
      var slot = slots.get(each.alias());
      if (slot == null || !slot.registry.equals(registry)) {
        if (slot != null) {
          queue(slot.registry, config).due.remove(slot);
        }
        add(each.alias(), registry, config);
      }
    }
    slots
        .values()
        .removeIf(slot -> {
          boolean gone = !there.contains(slot.alias);
          if (gone) {
            queue(slot.registry, config).due.remove(slot);
          }
          return gone;
        });
  }

  private void add(Alias alias, String registry, SentinelConfig config) {
    long span = config.interval(alias.environment()).toNanos();
    var slot = new Slot(alias, registry, time.nanos() + ThreadLocalRandom.current().nextLong(span));
    // Markers are looked at from time to time, not all at once at the start.
    slot.markerDue = slot.due + ThreadLocalRandom.current().nextLong(Looking.MARKER_EVERY);
    slots.put(alias, slot);
    queue(registry, config).due.add(slot);
  }

  private Queue queue(String registry, SentinelConfig config) {
    return registries.computeIfAbsent(
        registry, name -> new Queue(new Pace(config.budget(name), time.nanos())));
  }

  /// The next look that is due and may be made now; null if there is none.
  synchronized @Nullable Slot next(SentinelConfig config) {
    long now = time.nanos();
    wake = now + SECOND;
    for (var entry : registries.entrySet()) {
      var queue = entry.getValue();
      queue.pace.budget(config.budget(entry.getKey()));
      while (true) {
        var slot = queue.due.peek();
        if (slot == null) {
          break;
        }
        if (slot.due - now > 0) {
          wake = Math.min(wake, slot.due);
          break;
        }
        if (!mine.test(slot.alias) && !slot.hinted) {
          queue.due.remove();
          plan(queue, slot, usual(slot, config));
          continue;
        }
        long wait = queue.pace.take(now);
        if (wait > 0) {
          wake = Math.min(wake, now + wait);
          break;
        }
        queue.due.remove();
        slot.looking = true;
        slot.hinted = false;
        return slot;
      }
    }
    return null;
  }

  /// When something is due next, at the latest a second after it was looked.
  synchronized long wake() {
    return wake;
  }

  /// A registry's notification: the alias there is looked at next.
  synchronized void hint(Location location) {
    var alias = places.get(location);
    var slot = alias == null ? null : slots.get(alias);
    if (slot == null || slot.hinted) {
      return;
    }
    slot.hinted = true;
    var queue = registries.get(slot.registry);
    if (!slot.looking && queue != null && queue.due.remove(slot)) {
      plan(queue, slot, 0);
    }
  }

  /// The registry answered.
  void answered(Slot slot) {
    var queue = queue(slot);
    if (queue != null) {
      queue.pace.answered();
    }
    synchronized (this) {
      slot.denied = 0;
    }
  }

  /// The registry did not do what it was asked.
  void failed(Slot slot, RegistryException e) {
    var queue = queue(slot);
    if (queue != null) {
      queue.pace.failed(e, time.nanos());
    }
    if (e.kind() == RegistryException.Kind.DENIED) {
      synchronized (this) {
        slot.denied = Math.min(MOST_DENIED, slot.denied + 1);
      }
    }
  }

  private synchronized @Nullable Queue queue(Slot slot) {
    return registries.get(slot.registry);
  }

  /// A look is over.
  ///
  /// @param again when the next one is due, sooner than usual; null: after the interval
  synchronized void done(Slot slot, @Nullable Duration again, SentinelConfig config) {
    slot.looking = false;
    var queue = registries.get(slot.registry);
    if (queue == null || slots.get(slot.alias) != slot) {
      return;
    }
    long usual = usual(slot, config);
    long wait = again == null ? usual : Math.min(usual, again.toNanos());
    plan(queue, slot, slot.hinted ? 0 : wait);
  }

  private void plan(Queue queue, Slot slot, long wait) {
    slot.due = time.nanos() + wait;
    queue.due.add(slot);
  }

  /// The interval, a tenth more or less; longer where the repository refuses to be looked at.
  private long usual(Slot slot, SentinelConfig config) {
    long span = config.interval(slot.alias.environment()).toNanos();
    long jitter = ThreadLocalRandom.current().nextLong(span / 5 + 1) - span / 10;
    return (span + jitter) << slot.denied;
  }

  synchronized List<Look> looks() {
    return slots.values().stream()
        .map(slot -> slot.look)
        .sorted(Comparator.comparing(Look::alias))
        .toList();
  }

  /// Which part of its budget each registry is asked for: 0 while it is left alone.
  synchronized Map<String, Double> shares() {
    var shares = new HashMap<String, Double>();
    registries.forEach((name, queue) -> shares.put(name, queue.pace.share(time.nanos())));
    return shares;
  }
}
