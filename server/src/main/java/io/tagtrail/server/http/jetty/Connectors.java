package io.tagtrail.server.http.jetty;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.AbstractConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;

/// Jetty as the API needs it: HTTP/1.1 by the letter, everything bounded, each request on a virtual
/// thread of its own.
public final class Connectors {
  private static final int HEADER_BYTES = 16 << 10;

  private Connectors() {}

  public static Server server() {
    // A few threads wait for connections and data; they never run a request.
    var pool = new QueuedThreadPool(8, 2);
    pool.setReservedThreads(0);
    pool.setVirtualThreadsExecutor(Executors.newVirtualThreadPerTaskExecutor());
    var server = new Server(pool);
    server.setErrorHandler(new ErrorPages());
    return server;
  }

  /// @param tls null for plain HTTP
  /// @param idle how long a connection may be silent while something is expected of it
  /// @param connections how many there may be
  public static ServerConnector add(
      Server server, InetSocketAddress listen, @Nullable Tls tls, Duration idle, int connections) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setHttpCompliance(HttpCompliance.STRICT);
    http.setUriCompliance(UriCompliance.DEFAULT);
    http.setRequestHeaderSize(HEADER_BYTES);
    http.setMaxUnconsumedRequestContentReads(8);
    ServerConnector connector;
    if (tls == null) {
      connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    } else {
      // Whoever connects checks the name; probes come by address.
      http.addCustomizer(new SecureRequestCustomizer(false));
      connector =
          new ServerConnector(
              server,
              null,
              null,
              null,
              1,
              1,
              AbstractConnectionFactory.getFactories(
                  tls.factory(), new HttpConnectionFactory(http)));
    }
    connector.setHost(listen.getAddress().getHostAddress());
    connector.setPort(listen.getPort());
    connector.setIdleTimeout(idle.toMillis());
    connector.setShutdownIdleTimeout(100);
    connector.setAcceptQueueSize(1_024);
    server.addConnector(connector);
    server.addBean(new NetworkConnectionLimit(connections, connector));
    return connector;
  }
}
