package io.tagtrail.oci.tree;

import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/// The same work on many things at once, a bounded number in flight.
public final class Parallel {
  private Parallel() {}

  /// The results in the order of the items. The first failure ends it: what has not begun by then
  /// is not begun.
  public static <A, B> List<B> map(Collection<A> items, int atOnce, Function<A, B> work) {
    if (items.size() <= 1 || atOnce == 1) {
      return items.stream().map(work).toList();
    }
    var room = new Semaphore(atOnce);
    var running = new ArrayList<Future<B>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      try {
        for (var item : items) {
          room.acquire();
          if (running.stream().anyMatch(each -> each.state() == Future.State.FAILED)) {
            break;
          }
          running.add(
              threads.submit(() -> {
                try {
                  return work.apply(item);
                } finally {
                  room.release();
                }
              }));
        }
        var results = new ArrayList<B>();
        for (var each : running) {
          results.add(each.get());
        }
        return results;
      } catch (ExecutionException e) {
        running.forEach(each -> each.cancel(true));
        switch (e.getCause()) {
          case RuntimeException cause -> throw cause;
          case Error cause -> throw cause;
          case null, default -> throw new IllegalStateException(e);
        }
      } catch (InterruptedException e) {
        running.forEach(each -> each.cancel(true));
        Thread.currentThread().interrupt();
        throw new RegistryException(Kind.UNAVAILABLE, Applied.UNKNOWN, 0, "it was interrupted", e);
      }
    }
  }
}
