package io.tagtrail.server.http;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.http.jetty.SlowClients;
import io.tagtrail.server.http.jetty.Tls;
import io.tagtrail.server.http.metric.Metrics;
import io.tagtrail.server.http.stream.Streams;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks once a second at what nobody tells the server of: slow clients, changed certificates.
final class Watchman {
  private static final Logger LOG = LoggerFactory.getLogger(Watchman.class);

  private final List<SlowClients> slow;
  private final Streams streams;
  private final @Nullable Tls tls;
  private final Metrics metrics;
  private final Thread worker;
  private @Nullable String problem;
  private volatile boolean closed;

  Watchman(List<SlowClients> slow, Streams streams, @Nullable Tls tls, Metrics metrics) {
    this.slow = List.copyOf(slow);
    this.streams = streams;
    this.tls = tls;
    this.metrics = metrics;
    this.worker = Thread.ofVirtual().name("watchman").start(this::work);
  }

  private void work() {
    while (!closed) {
      try {
        Thread.sleep(1_000);
        slow.forEach(SlowClients::look);
        streams.dropSlow();
        reload();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        LOG.error("a look at connections failed", e);
      }
    }
  }

  private void reload() {
    if (tls == null) {
      return;
    }
    try {
      if (tls.reloadIfChanged()) {
        problem = null;
        metrics.reload("certificate", "taken");
        LOG.info("the changed certificate is in use");
      }
    } catch (InvalidValueException e) {
      // Once for each thing that is wrong: it is tried again every second.
      if (!String.valueOf(e.getMessage()).equals(problem)) {
        problem = e.getMessage();
        metrics.reload("certificate", "refused");
        LOG.error("the changed certificate is not used, the old one still is: {}", problem);
      }
    }
  }

  void end() throws InterruptedException {
    closed = true;
    worker.interrupt();
    worker.join();
  }
}
