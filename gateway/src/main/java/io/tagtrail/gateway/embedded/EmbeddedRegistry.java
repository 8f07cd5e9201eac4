package io.tagtrail.gateway.embedded;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// An OCI registry over a folder, for trial, tests and single air-gapped hosts: no authentication,
/// no TLS. It runs from [#start] to [#close].
public final class EmbeddedRegistry implements AutoCloseable {
  private static final long IDLE_MILLIS = 60_000;
  private static final long STOP_MILLIS = 5_000;

  private final Server server;
  private final FolderStore store;
  private final InetAddress address;
  private final int port;
  private final Exposure exposure;

  private EmbeddedRegistry(
      Server server, FolderStore store, InetAddress address, int port, Exposure exposure) {
    this.server = server;
    this.store = store;
    this.address = address;
    this.port = port;
    this.exposure = exposure;
  }

  /// Serves the folder to this machine.
  ///
  /// @param folder a registry's folder, or an empty or missing one
  /// @param bind a loopback address; port 0 takes a free one
  /// @throws EmbeddedRegistryException if the folder is served already or is not a registry's, or
  ///   the address is taken or not a loopback one
  public static EmbeddedRegistry start(Path folder, InetSocketAddress bind) {
    return start(folder, bind, Exposure.LOOPBACK_ONLY);
  }

  /// The same for another address, where that is said outright.
  public static EmbeddedRegistry start(Path folder, InetSocketAddress bind, Exposure exposure) {
    var address = bind.getAddress();
    if (address == null) {
      throw new EmbeddedRegistryException(
          "the host '%s' has no address; give another one to listen on"
              .formatted(bind.getHostString()));
    }
    if (exposure == Exposure.LOOPBACK_ONLY && !address.isLoopbackAddress()) {
      throw new EmbeddedRegistryException(
          ("%s is not a loopback address, and the embedded registry has no authentication: whoever"
                  + " reaches it may push and delete. Listen on 127.0.0.1, or say outright that any"
                  + " address is meant")
              .formatted(bind.getHostString()));
    }
    var store = FolderStore.open(folder, Clock.systemUTC());
    var server = server();
    try {
      var connector = connector(server, bind);
      server.setHandler(new GracefulHandler(new RegistryHandler(store)));
      server.setErrorHandler(new JsonErrors());
      server.start();
      return new EmbeddedRegistry(server, store, address, connector.getLocalPort(), exposure);
    } catch (Exception e) {
      store.close();
      throw new EmbeddedRegistryException(
          "cannot listen on %s:%d (%s); choose another port, or stop what has it"
              .formatted(bind.getHostString(), bind.getPort(), e.getMessage()),
          e);
    }
  }

  private static Server server() {
    // Two threads wait for connections and data; every request runs on a virtual thread of its own.
    var pool = new QueuedThreadPool(8, 2);
    pool.setReservedThreads(0);
    pool.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    var server = new Server(pool);
    server.setStopTimeout(STOP_MILLIS);
    return server;
  }

  private static ServerConnector connector(Server server, InetSocketAddress bind) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    // Every target reaches our own grammar, which is stricter than the server's and answers in
    // JSON.
    http.setUriCompliance(UriCompliance.UNSAFE);
    http.setRequestHeaderSize(16 << 10);
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(bind.getAddress().getHostAddress());
    connector.setPort(bind.getPort());
    connector.setIdleTimeout(IDLE_MILLIS);
    connector.setShutdownIdleTimeout(100);
    server.addConnector(connector);
    return connector;
  }

  /// Where it listens, for a reference to a repository: `127.0.0.1:5000`.
  public String host() {
    var reached = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
    var text = reached.getHostAddress();
    return (text.indexOf(':') >= 0 ? "[" + text + "]" : text) + ":" + port;
  }

  /// Where it listens, for HTTP: `http://127.0.0.1:5000`.
  public URI uri() {
    return URI.create("http://" + host());
  }

  /// What to show to whoever started it.
  public String startLine() {
    return ("Embedded registry at %s over %s: for trial, tests and single air-gapped hosts. No"
            + " authentication, no TLS: %s may push and delete.")
        .formatted(
            uri(),
            store.root(),
            exposure == Exposure.LOOPBACK_ONLY
                ? "everybody on this machine"
                : "WHOEVER REACHES IT");
  }

  /// Waits until another thread closes it.
  public void join() throws InterruptedException {
    server.join();
  }

  /// Lets requests in progress end, for a few seconds, then lets go of the address and the folder.
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new EmbeddedRegistryException(
          "the registry at %s did not stop in order (%s); what it answered is on the disk"
              .formatted(host(), e.getMessage()),
          e);
    } finally {
      store.close();
    }
  }
}
