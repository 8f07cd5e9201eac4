package io.tagtrail.server.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Where the server is between its start and its end, and which moves are in flight.
final class Life {
  private final Set<Thread> moving = ConcurrentHashMap.newKeySet();
  private volatile boolean stopping;

  boolean stopping() {
    return stopping;
  }

  void stop() {
    stopping = true;
  }

  int moving() {
    return moving.size();
  }

  /// This thread carries out a move until it closes what it gets.
  Moving move() {
    var thread = Thread.currentThread();
    moving.add(thread);
    return new Moving(thread);
  }

  /// A move in flight.
  final class Moving implements AutoCloseable {
    private final Thread thread;

    private Moving(Thread thread) {
      this.thread = thread;
    }

    @Override
    public void close() {
      moving.remove(thread);
    }
  }

  /// Waits until no move is in flight; false if there still is one after that time.
  boolean quiet(Duration wait) throws InterruptedException {
    long end = System.nanoTime() + wait.toNanos();
    while (!moving.isEmpty()) {
      if (System.nanoTime() - end >= 0) {
        return false;
      }
      Thread.sleep(10);
    }
    return true;
  }

  /// Ends the waiting of moves that are still in flight: the path then leaves each as an unfinished
  /// one, which any process settles.
  void interrupt() {
    moving.forEach(Thread::interrupt);
  }
}
