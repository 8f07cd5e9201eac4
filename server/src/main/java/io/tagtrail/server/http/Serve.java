package io.tagtrail.server.http;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.server.LocalTagtrail;
import io.tagtrail.server.clusters.ClusterWatching;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.server.hint.HintBoard;
import io.tagtrail.server.http.log.Logging;
import io.tagtrail.server.http.metric.Meter;
import io.tagtrail.server.http.metric.Metrics;
import io.tagtrail.server.http.metric.StepTimer;
import io.tagtrail.server.nudge.Nudger;
import io.tagtrail.server.rules.LibraryExpressions;
import io.tagtrail.server.sentinel.Sentinel;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `tagtrail serve`: a server over the ledger of a configuration file, which is read again when it
/// changes.
public final class Serve implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Serve.class);
  private final Wiring wiring;
  private final TagtrailServer server;
  private final Reloading reloading;
  private final ClusterWatching watching;
  private final Metrics metrics;
  private final Outside outside;
  private final Sentinel sentinel;

  private Serve(
      Wiring wiring,
      TagtrailServer server,
      Reloading reloading,
      ClusterWatching watching,
      Metrics metrics,
      Outside outside,
      Sentinel sentinel) {
    this.sentinel = sentinel;
    this.metrics = metrics;
    this.outside = outside;
    this.watching = watching;
    this.wiring = wiring;
    this.server = server;
    this.reloading = reloading;
  }

  /// Serves until the process is told to stop (SIGTERM, SIGINT), then stops in order.
  ///
  /// @param started told once where it listens
  /// @throws InvalidValueException if the configuration does not hold together or an address cannot
  ///   be listened at
  /// @throws io.tagtrail.core.ledger.LedgerException if the ledger cannot be used
  public static void run(Path file, Map<String, String> env, Consumer<URI> started)
      throws InterruptedException {
    prepare();
    try (var serve = start(file, env)) {
      serve.untilStopped(started);
    }
  }

  /// Log lines, and threads enough: calls into the database's own code keep a carrier thread, of
  /// which there is one a processor otherwise. Must come before the first virtual thread.
  static void prepare() {
    var property = "jdk.virtualThreadScheduler.parallelism";
    if (System.getProperty(property) == null) {
      int threads = Math.max(8, Runtime.getRuntime().availableProcessors());
      System.setProperty(property, Integer.toString(threads));
    }
    Logging.on();
  }

  /// Starts a server; the caller closes it.
  public static Serve start(Path file, Map<String, String> env) {
    return start(file, env, settings -> settings);
  }

  static Serve start(Path file, Map<String, String> env, UnaryOperator<ServerSettings> adjust) {
    var time = Time.system();
    var metrics = new Metrics(version());
    var steps = new StepTimer(metrics, time);
    var committed = new Signal();
    var config = read(file, env);
    var wiring = Wiring.open(config, env, time, metrics, steps, committed);
    try {
      var engine = new AtomicReference<>(wiring.engine(config, null));
      var reloading = new Reloading(file, () -> read(file, env), wiring, engine, metrics);
      var outside =
          new Outside(
              new HintBoard(),
              new Nudger(
                  () -> engine.get().config().around().flux(),
                  env,
                  wiring.ledger(),
                  time::now,
                  metrics::nudge));
      var server =
          TagtrailServer.start(
              adjust.apply(ServerSettings.of(config.server())),
              new TagtrailServer.Parts(
                  engine::get,
                  metrics,
                  steps,
                  committed,
                  reloading::problem,
                  time,
                  outside.nudger(),
                  outside.hints(),
                  env));
      var watching = new ClusterWatching(() -> engine.get().clusters(), time::now);
      reloading.then(changed -> watching.follow(changed.around().flux().clusters()));
      watching.follow(config.around().flux().clusters());
      reloading.start();
      nobody(config).ifPresent(LOG::warn);
      var sentinel = sentinel(wiring, engine::get, metrics, time);
      outside.hints().listen(sentinel);
      outside.hints().listen(watching);
      return new Serve(wiring, server, reloading, watching, metrics, outside, sentinel);
    } catch (RuntimeException e) {
      wiring.close();
      throw e;
    }
  }

  private static Sentinel sentinel(
      Wiring wiring, Supplier<Engine> engine, Metrics metrics, Time time) {
    var meters = new SentinelMeters(metrics, engine);
    var sentinel =
        new Sentinel(
            () -> ((LocalTagtrail) engine.get().own()).ground(),
            wiring.stored().notes(),
            wiring.desk(),
            meters,
            time);
    meters.gauges(sentinel);
    return sentinel;
  }

  /// A server that nobody can use is started by mistake; it says so.
  static Optional<String> nobody(Config config) {
    if (config.identity().issuers().isEmpty() && !config.identity().apiTokens()) {
      return Optional.of(
          "nobody can be known here: identity names no issuer and takes no API tokens, so every"
              + " request is answered 401 (docs/identity.md)");
    }
    return config.rights().grants().isEmpty()
        ? Optional.of(
            "nobody may do anything here: rights grants nothing, so every request is answered 403"
                + " (docs/configuration.md)")
        : Optional.empty();
  }

  private static Config read(Path file, Map<String, String> env) {
    return ConfigReader.read(file, env, new LibraryExpressions());
  }

  static String version() {
    var version = Serve.class.getPackage().getImplementationVersion();
    return version == null ? "unreleased" : version;
  }

  /// Where it listens.
  public URI uri() {
    return server.uri();
  }

  byte[] metricsText() {
    return metrics.text();
  }

  List<Meter> meters() {
    return metrics.meters();
  }

  Outside outside() {
    return outside;
  }

  TagtrailServer server() {
    return server;
  }

  Wiring wiring() {
    return wiring;
  }

  /// Looks at the configuration's files now, whether they changed or not.
  public void reload() {
    reloading.now();
  }

  void untilStopped(Consumer<URI> started) throws InterruptedException {
    var stop = new Thread(this::close, "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    Hangup.onHangup(this::reload);
    started.accept(uri());
    server.join();
    if (stop.isAlive()) {
      stop.join();
    }
  }

  @Override
  public synchronized void close() {
    reloading.end();
    watching.close();
    sentinel.close();
    server.close();
    outside.close();
    wiring.close();
  }
}
