package io.tagtrail.bench.measure;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Several callers that do the same thing at once, each one time after the other.
public final class Callers {
  private Callers() {}

  /// What a caller does.
  @FunctionalInterface
  public interface Call {
    /// @param caller from 0
    void run(int caller) throws Exception;
  }

  /// @param times how often each calls
  /// @return how long each call took
  public static Samples run(int callers, int times, Call call) throws Exception {
    var ready = new CountDownLatch(callers);
    var go = new CountDownLatch(1);
    var all = new Samples();
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      var running = new ArrayList<Future<Samples>>();
      for (int i = 0; i < callers; i++) {
        int caller = i;
        running.add(
            threads.submit(() -> {
              var mine = new Samples();
              ready.countDown();
              go.await();
              for (int time = 0; time < times; time++) {
                long began = System.nanoTime();
                call.run(caller);
                mine.add(System.nanoTime() - began);
              }
              return mine;
            }));
      }
      ready.await();
      go.countDown();
      for (var each : running) {
        all.addAll(each.get());
      }
    }
    return all;
  }
}
