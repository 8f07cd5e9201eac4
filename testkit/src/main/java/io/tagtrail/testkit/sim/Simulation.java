package io.tagtrail.testkit.sim;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// Runs many schedules, each from a seed of its own that follows from the first one.
final class Simulation {
  private static final int WORKERS = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, 8);

  private Simulation() {}

  /// What came of all of them.
  ///
  /// @param failed the first schedule that violated something, played again with its trace
  record Report(long seed, long schedules, Coverage coverage, Optional<Schedule.Result> failed) {
    /// Everything that somebody needs who has to find out why.
    String describe() {
      return failed
          .map(it ->
              "seed %d of simulation %d: %s%n%s"
                  .formatted(it.seed(), seed, it.violated(), String.join("\n", it.trace())))
          .orElse("simulation %d: %d schedules, nothing violated".formatted(seed, schedules));
    }
  }

  /// Runs until so many schedules are played, or one of them violates something.
  static Report run(long seed, long schedules, Safeguard removed) throws InterruptedException {
    var next = new AtomicLong();
    var stop = new AtomicBoolean();
    var failures = new ConcurrentLinkedQueue<Schedule.Result>();
    var all = new Coverage();
    List<Thread> workers =
        IntStream.range(0, WORKERS)
            .mapToObj(n ->
                Thread.ofVirtual()
                    .name("simulation-" + n)
                    .start(() -> {
                      var coverage = new Coverage();
                      while (!stop.get()) {
                        long number = next.getAndIncrement();
                        if (number >= schedules) {
                          break;
                        }
                        var result = Schedule.play(seedOf(seed, number), removed, coverage, false);
                        if (result.violated() != null) {
                          failures.add(result);
                          stop.set(true);
                        }
                      }
                      all.add(coverage);
                    }))
            .toList();
    for (var worker : workers) {
      worker.join();
    }
    var first = failures.poll();
    return new Report(
        seed,
        all.schedules(),
        all,
        first == null ? Optional.empty() : Optional.of(replay(first.seed(), removed)));
  }

  /// Plays one schedule with its trace.
  static Schedule.Result replay(long seed, Safeguard removed) {
    return Schedule.play(seed, removed, new Coverage(), true);
  }

  private static long seedOf(long seed, long number) {
    return new SplittableRandom(seed + number * 0x9E3779B97F4A7C15L).nextLong();
  }

  /// The seed that was asked for, or a random one.
  static long seed() {
    return Objects.requireNonNullElseGet(
        Long.getLong("tagtrail.sim.seed", Long.getLong("tagtrail.seed")),
        () -> new SplittableRandom().nextLong());
  }
}
