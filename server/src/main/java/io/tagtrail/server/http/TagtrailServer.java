package io.tagtrail.server.http;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.server.config.ServerConfig;
import io.tagtrail.server.hint.Hints;
import io.tagtrail.server.http.endpoint.LogEndpoints;
import io.tagtrail.server.http.endpoint.MoveEndpoints;
import io.tagtrail.server.http.endpoint.ServerEndpoints;
import io.tagtrail.server.http.endpoint.SignInEndpoints;
import io.tagtrail.server.http.endpoint.TokenEndpoints;
import io.tagtrail.server.http.exchange.Route;
import io.tagtrail.server.http.exchange.Router;
import io.tagtrail.server.http.hook.Hooks;
import io.tagtrail.server.http.jetty.Connectors;
import io.tagtrail.server.http.jetty.SlowClients;
import io.tagtrail.server.http.jetty.Tls;
import io.tagtrail.server.http.metric.Metrics;
import io.tagtrail.server.http.metric.StepTimer;
import io.tagtrail.server.http.stream.EventStream;
import io.tagtrail.server.http.stream.HeadWatch;
import io.tagtrail.server.http.stream.Streams;
import io.tagtrail.server.nudge.Nudging;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tagtrail over HTTP, from [#start] to [#close].
public final class TagtrailServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TagtrailServer.class);

  private final Server server;
  private final List<ServerConnector> connectors;
  private final ServerSettings settings;
  private final Life life;
  private final Background background;
  private final Rehearsing rehearsing;
  private final RefusalQueue refusals;
  private final HeadWatch watch;
  private final Watchman watchman;
  private final Nudging nudging;
  private final List<Route> routes;
  private boolean closed;

  private TagtrailServer(
      Server server,
      List<ServerConnector> connectors,
      ServerSettings settings,
      Life life,
      Background background,
      Rehearsing rehearsing,
      RefusalQueue refusals,
      HeadWatch watch,
      Watchman watchman,
      Nudging nudging,
      List<Route> routes) {
    this.server = server;
    this.connectors = connectors;
    this.settings = settings;
    this.life = life;
    this.background = background;
    this.rehearsing = rehearsing;
    this.refusals = refusals;
    this.watch = watch;
    this.watchman = watchman;
    this.nudging = nudging;
    this.routes = routes;
  }

  /// What the server works with.
  ///
  /// @param engine what answers now; asked anew for every request
  /// @param committed told after each commit through the engine's ledger: give it to
  ///   `MeasuredLedger`
  /// @param steps listens to the steps of moves: give it to the engine's Tagtrail
  /// @param configProblem what is wrong with a configuration that was not taken; null if nothing
  /// @param nudger tells receivers of an event
  /// @param hints told what hooks hear
  /// @param env where secrets can be
  public record Parts(
      Supplier<Engine> engine,
      Metrics metrics,
      StepTimer steps,
      Signal committed,
      Supplier<@Nullable String> configProblem,
      Time time,
      Delivery.Carrier nudger,
      Hints hints,
      Map<String, String> env) {}

  /// Listens.
  ///
  /// @throws InvalidValueException if an address cannot be listened at, or the certificate cannot
  ///   be used
  public static TagtrailServer start(ServerSettings settings, Parts parts) {
    // Before anything is started, because it may well be wrong.
    var certificate = settings.certificate();
    var key = settings.key();
    var tls = certificate == null || key == null ? null : new Tls(certificate, key);

    var engine = parts.engine();
    var metrics = parts.metrics();
    var life = new Life();
    var watch = new HeadWatch(() -> engine.get().ledger().head().size());
    var streams = new Streams(settings.streams(), settings.streamsEach(), parts.time());
    var refusals =
        new RefusalQueue(engine, life, metrics, settings.limits().refusals(), parts.time());
    var background = new Background(engine, metrics, parts.time());
    var rehearsing = new Rehearsing(engine, metrics, parts.time());
    rehearsing.register();
    var nudging = new Nudging(() -> engine.get().ledger(), parts.nudger(), parts.time());
    var hooks = new Hooks(() -> engine.get().config(), parts.env(), parts.hints(), metrics::hook);
    parts
        .committed()
        .then(() -> {
          watch.nudge();
          background.nudge();
          nudging.nudge();
        });
    var readiness = new Readiness(engine, life, parts.configProblem());
    var routes =
        List.copyOf(
            Routes.of(
                new MoveEndpoints(
                    metrics, parts.steps(), alias -> engine.get().environment(alias), refusals),
                new LogEndpoints(() -> engine.get().ledger().head().size()),
                new EventStream(streams, watch, () -> engine.get().ledger().head().size()),
                new ServerEndpoints(readiness::now, metrics),
                new TokenEndpoints(
                    () -> engine.get().identities(),
                    identity -> engine.get().needAdmin().accept(identity)),
                new SignInEndpoints(() -> engine.get().identities()),
                hooks));

    var server = Connectors.server();
    var slow = new ArrayList<SlowClients>();
    var connectors = new ArrayList<ServerConnector>();
    for (var listen : settings.listen()) {
      var connector =
          Connectors.add(server, address(listen), tls, settings.idle(), settings.connections());
      connectors.add(connector);
      slow.add(new SlowClients(connector, settings.header(), parts.time()));
    }
    var gate =
        new Gate(
            engine,
            metrics,
            settings.limits().requests(),
            settings.limits().anonymous(),
            parts.time());
    server.setHandler(
        new ApiHandler(
            new Router(routes),
            gate,
            new BrowserSessions(() -> engine.get().signIn()),
            hooks,
            life,
            metrics,
            settings,
            request -> slow.get(connectorOf(connectors, request)).serving(request)));
    server.setStopTimeout(2_000);
    var watchman = new Watchman(slow, streams, tls, metrics);
    var started =
        new TagtrailServer(
            server,
            connectors,
            settings,
            life,
            background,
            rehearsing,
            refusals,
            watch,
            watchman,
            nudging,
            routes);
    gauges(metrics, engine, background, streams, life, readiness, parts.configProblem());
    try {
      server.start();
    } catch (Exception e) {
      started.close();
      throw new InvalidValueException(
          "cannot listen at %s (%s); choose another address, or stop what has it"
              .formatted(settings.listen(), e.getMessage()),
          e);
    }
    LOG.atInfo().addKeyValue("address", started.uri().toString()).log("listening");
    return started;
  }

  private static int connectorOf(List<ServerConnector> connectors, Request request) {
    return Math.max(0, connectors.indexOf(request.getConnectionMetaData().getConnector()));
  }

  private static InetSocketAddress address(ServerConfig.Listen listen) {
    var host = listen.host();
    var bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    var address = new InetSocketAddress(bare, listen.port());
    if (address.isUnresolved()) {
      throw new InvalidValueException("the host to listen at has no address: " + listen);
    }
    return address;
  }

  private static void gauges(
      Metrics metrics,
      Supplier<Engine> engine,
      Background background,
      Streams streams,
      Life life,
      Readiness readiness,
      Supplier<@Nullable String> configProblem) {
    metrics.gauge(
        "tagtrail_ledger_entries",
        "Entries of the ledger; NaN while it does not answer.",
        () -> known(() -> engine.get().ledger().head().size()));
    metrics.gauge(
        "tagtrail_outbox_pending",
        "Tasks of the outbox that are pending; NaN while the ledger does not answer.",
        () -> known(() -> engine.get().ledger().pending()));
    metrics.gauge(
        "tagtrail_unfinished_moves",
        "Aliases with an unfinished move, when they were last looked at.",
        background::unfinished);
    metrics.gauge("tagtrail_event_streams", "Open streams of events.", streams::count);
    metrics.gauge("tagtrail_moves_in_flight", "Moves in flight in this process.", life::moving);
    metrics.gauge("tagtrail_ready", "1 if the server is ready.", () -> readiness.ready() ? 1 : 0);
    metrics.gauge(
        "tagtrail_config_problem",
        "1 if a changed configuration was not taken.",
        () -> configProblem.get() == null ? 0 : 1);
  }

  private static double known(Supplier<Long> value) {
    try {
      return value.get();
    } catch (io.tagtrail.core.ledger.LedgerException e) {
      return Double.NaN;
    }
  }

  /// Where it listens, the first of its addresses.
  public URI uri() {
    var connector = connectors.getFirst();
    var bound = (InetSocketAddress) localAddress(connector);
    var address =
        bound.getAddress().isAnyLocalAddress()
            ? InetAddress.getLoopbackAddress()
            : bound.getAddress();
    var text = address.getHostAddress();
    return URI.create(
        "%s://%s:%d"
            .formatted(
                settings.certificate() == null ? "http" : "https",
                text.indexOf(':') >= 0 ? "[" + text + "]" : text,
                connector.getLocalPort()));
  }

  private static java.net.SocketAddress localAddress(ServerConnector connector) {
    if (connector.getTransport() instanceof java.nio.channels.ServerSocketChannel channel) {
      return channel.socket().getLocalSocketAddress();
    }
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), connector.getLocalPort());
  }

  /// What looks at rollback targets; for tests that do not wait for it.
  Rehearsing rehearsing() {
    return rehearsing;
  }

  /// Everything that can be asked; for the documentation's test.
  public List<Route> routes() {
    return routes;
  }

  /// Waits until another thread closes it.
  public void join() throws InterruptedException {
    server.join();
  }

  /// Stops in order: not ready, no new moves, those in flight have their time; what does not end in
  /// it is left as an unfinished move. Then connections, streams and background work end.
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    life.stop();
    boolean interrupted = false;
    try {
      if (!life.quiet(settings.stop())) {
        LOG.atWarn()
            .addKeyValue("moves", life.moving())
            .log("moves are left unfinished, and will be settled");
        life.interrupt();
        life.quiet(Duration.ofSeconds(2));
      }
    } catch (InterruptedException e) {
      interrupted = true;
      life.interrupt();
    }
    watch.close();
    try {
      server.stop();
    } catch (Exception e) {
      LOG.warn("the server did not stop in order: {}", e.getMessage());
    }
    try {
      watchman.end();
      nudging.close();
      background.end();
      rehearsing.end();
      refusals.end();
    } catch (InterruptedException e) {
      interrupted = true;
    }
    LOG.info("stopped");
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
