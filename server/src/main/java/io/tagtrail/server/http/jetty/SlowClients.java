package io.tagtrail.server.http.jetty;

import io.tagtrail.core.promotion.Time;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/// Ends connections that send the header of a request byte by byte. Jetty's idle timeout begins
/// anew with every byte, so that a client could hold a connection for ever; here the whole header
/// (with TLS also the handshake) has one limit. It looks from outside, once a second, so that the
/// path of the data costs nothing.
public final class SlowClients {
  private final ServerConnector connector;
  private final long limit;
  private final Time time;
  private final Set<EndPoint> served = ConcurrentHashMap.newKeySet();
  private final Map<EndPoint, Waiting> waiting = new HashMap<>();

  /// A connection between two requests.
  ///
  /// @param bytes how much had come when it was first seen so
  /// @param begun when more had come; null while nothing has
  private record Waiting(long bytes, @Nullable Long begun) {}

  public SlowClients(ServerConnector connector, Duration limit, Time time) {
    this.connector = connector;
    this.limit = limit.toNanos();
    this.time = time;
  }

  /// The header of a request is there; from now until the answer is sent the connection is not
  /// watched here.
  public void serving(Request request) {
    var endPoint = network(request.getConnectionMetaData().getConnection().getEndPoint());
    served.add(endPoint);
    Request.addCompletionListener(request, _ -> served.remove(endPoint));
  }

  /// Looks once; called from one thread only.
  public void look() {
    var connected = connector.getConnectedEndPoints();
    waiting.keySet().retainAll(connected);
    long now = time.nanos();
    for (var endPoint : connected) {
      var connection = endPoint.getConnection();
      if (connection == null || served.contains(endPoint)) {
        waiting.remove(endPoint);
        continue;
      }
      long bytes = connection.getBytesIn();
      // A new connection has no request behind it: all its bytes are of the first header.
      var before =
          waiting.computeIfAbsent(
              endPoint, _ -> new Waiting(connection.getMessagesOut() == 0 ? 0 : bytes, null));
      if (before.begun() == null) {
        if (bytes > before.bytes()) {
          waiting.put(endPoint, new Waiting(before.bytes(), now));
        }
      } else if (now - before.begun() > limit) {
        waiting.remove(endPoint);
        endPoint.close(new java.util.concurrent.TimeoutException("the header took too long"));
      }
    }
    served.retainAll(connected);
  }

  private static EndPoint network(EndPoint endPoint) {
    var inner = endPoint;
    while (inner instanceof EndPoint.Wrapper wrapper) {
      inner = wrapper.unwrap();
    }
    return inner;
  }
}
