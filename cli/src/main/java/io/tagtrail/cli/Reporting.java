package io.tagtrail.cli;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.flux.agent.Pusher;
import io.tagtrail.server.client.RemoteTagtrail;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reports to a server, for days. Tokens in files are renewed, and a client reads them once: so it
/// is made anew now and then, and after each failure.
final class Reporting implements Pusher.Server, AutoCloseable {
  private static final Duration ANEW = Duration.ofMinutes(5);

  private final Remote remote;
  private final Map<String, String> environment;
  private @Nullable RemoteTagtrail client;
  private long opened;

  Reporting(Remote remote, Map<String, String> environment) {
    this.remote = remote;
    this.environment = environment;
  }

  String address() {
    return remote.server().toString();
  }

  @Override
  public synchronized void put(ClusterReport report) {
    if (client != null && System.nanoTime() - opened > ANEW.toNanos()) {
      close();
    }
    var now = client;
    if (now == null) {
      now = remote.open(environment);
      client = now;
      opened = System.nanoTime();
    }
    boolean taken = false;
    try {
      // Whether it counts is the server's to say: an older one that comes late does not.
      now.upkeep().report(report);
      taken = true;
    } finally {
      if (!taken) {
        close();
      }
    }
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.close();
      client = null;
    }
  }
}
