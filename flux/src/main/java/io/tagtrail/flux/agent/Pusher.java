package io.tagtrail.flux.agent;

import io.tagtrail.core.cluster.ClusterReport;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Hands the latest report to the server, one at a time. While the server is away only the latest
/// is kept, and it is tried again, with longer and longer pauses: nothing grows, and the first
/// thing that the server gets afterwards is how it is now.
public final class Pusher implements Consumer<ClusterReport>, AutoCloseable {
  private final Server server;
  private final Duration least;
  private final Duration most;
  private final Consumer<String> say;
  private final Thread thread;
  private @Nullable ClusterReport latest;
  private long pushed;
  private boolean closed;

  /// The server that takes reports.
  @FunctionalInterface
  public interface Server {
    /// @throws RuntimeException if it did not take it, with words that can be said
    void put(ClusterReport report);
  }

  /// @param least the first pause after a failure; each further one is twice as long, with jitter
  /// @param say what an operator should read: when it begins to fail, and when it is over
  public Pusher(Server server, Duration least, Duration most, Consumer<String> say) {
    this.server = server;
    this.least = least;
    this.most = most;
    this.say = say;
    this.thread = Thread.ofVirtual().name("push").unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  @Override
  public synchronized void accept(ClusterReport report) {
    latest = report;
    notifyAll();
  }

  /// Waits until so many reports were taken.
  public synchronized void await(long reports) throws InterruptedException {
    while (pushed < reports && !closed) {
      wait();
    }
  }

  private void run() {
    String failing = null;
    int failures = 0;
    try {
      while (true) {
        var report = next();
        if (report == null) {
          return;
        }
        try {
          server.put(report);
          if (failing != null) {
            say.accept("the server takes reports again");
          }
          failing = null;
          failures = 0;
          taken();
        } catch (RuntimeException e) {
          var message = Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
          if (!message.equals(failing)) {
            say.accept(
                "the report was not taken: %s; it is tried again, nothing is lost but time"
                    .formatted(message));
          }
          failing = message;
          giveBack(report);
          Thread.sleep(pause(failures++));
        }
      }
    } catch (InterruptedException e) {
      // Closed: the thread ends.
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable ClusterReport next() throws InterruptedException {
    while (latest == null && !closed) {
      wait();
    }
    var report = latest;
    latest = null;
    return closed ? null : report;
  }

  private synchronized void giveBack(ClusterReport report) {
    if (latest == null) {
      latest = report;
    }
  }

  private synchronized void taken() {
    pushed++;
    notifyAll();
  }

  private Duration pause(int failures) {
    var doubled = least.multipliedBy(1L << Math.min(failures, 10));
    long millis = Math.max(2, (doubled.compareTo(most) > 0 ? most : doubled).toMillis());
    return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    thread.interrupt();
  }
}
