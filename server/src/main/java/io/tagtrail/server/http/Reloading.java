package io.tagtrail.server.http;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.http.metric.Metrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a changed configuration, where it holds together. One that does not changes nothing but
/// what is said: the log, the metrics and the readiness name it until it is mended.
final class Reloading {
  private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);
  private static final long EVERY_MILLIS = 2_000;

  private final Path file;
  private final Supplier<Config> read;
  private final Wiring wiring;
  private final AtomicReference<Engine> engine;
  private final Metrics metrics;
  private List<String> seen;
  private volatile @Nullable String problem;
  private volatile boolean ended;
  private @Nullable Thread worker;
  private Consumer<Config> then = config -> {};

  Reloading(
      Path file,
      Supplier<Config> read,
      Wiring wiring,
      AtomicReference<Engine> engine,
      Metrics metrics) {
    this.file = file;
    this.read = read;
    this.wiring = wiring;
    this.engine = engine;
    this.metrics = metrics;
    this.seen = stamps();
  }

  /// What is wrong with the configuration that was not taken; null if nothing.
  @Nullable String problem() {
    return problem;
  }

  /// What follows a configuration that was taken.
  synchronized void then(Consumer<Config> next) {
    then = then.andThen(next);
  }

  void start() {
    worker = Thread.ofVirtual().name("reloading").start(this::watch);
  }

  private void watch() {
    while (!ended) {
      try {
        Thread.sleep(EVERY_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
      ifChanged();
    }
  }

  private synchronized void ifChanged() {
    if (!stamps().equals(seen)) {
      now();
    }
  }

  /// Reads the files now.
  synchronized void now() {
    if (ended) {
      return;
    }
    seen = stamps();
    var before = engine.get();
    try {
      var config = read.get();
      engine.set(wiring.engine(config, before));
      seen = stamps();
      problem = null;
      metrics.reload("config", "taken");
      LOG.atInfo()
          .addKeyValue("policy", config.policy().digest().toString())
          .log("the configuration was read again and is in use");
      then.accept(config);
      if (!config.server().equals(before.config().server())) {
        LOG.warn("changes under server: need another start");
      }
    } catch (InvalidValueException | ConfigException | LedgerException e) {
      problem = String.valueOf(e.getMessage());
      metrics.reload("config", "refused");
      LOG.error("the changed configuration is NOT used, the one before still is: {}", problem);
    }
  }

  /// What the files look like. Their real paths are part of it: Kubernetes exchanges a link.
  private List<String> stamps() {
    var files = engine.get().config().files();
    return (files.isEmpty() ? List.of(file) : files).stream().map(Reloading::stamp).toList();
  }

  private static String stamp(Path path) {
    try {
      var real = path.toRealPath();
      return real + " " + Files.getLastModifiedTime(real) + " " + Files.size(real);
    } catch (IOException e) {
      return path + " is not there";
    }
  }

  void end() {
    ended = true;
    var running = worker;
    if (running != null) {
      running.interrupt();
    }
  }
}
