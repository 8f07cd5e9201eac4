package io.tagtrail.server.http.stream;

import io.tagtrail.core.promotion.Time;
import io.tagtrail.server.http.exchange.Answer;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The open streams: bounded in number, for each identity and in total, and ended where a client
/// does not read what it asked for.
public final class Streams {
  private static final long SLOW_NANOS = 10_000_000_000L;

  private final int most;
  private final int mostEach;
  private final Time time;
  private final Map<String, Integer> byIdentity = new ConcurrentHashMap<>();
  private final Set<Place> open = ConcurrentHashMap.newKeySet();

  public Streams(int most, int mostEach, Time time) {
    this.most = most;
    this.mostEach = mostEach;
    this.time = time;
  }

  /// One stream.
  public final class Place implements AutoCloseable {
    private final String identity;
    private volatile Answer.@Nullable Outlet outlet;
    private volatile long writingSince;

    private Place(String identity) {
      this.identity = identity;
    }

    /// Sends, and lets itself be ended where that takes too long.
    public void send(Answer.Outlet out, byte[] bytes) throws IOException {
      outlet = out;
      writingSince = time.nanos() | 1;
      try {
        out.write(bytes);
      } finally {
        writingSince = 0;
      }
    }

    @Override
    public void close() {
      if (open.remove(this)) {
        byIdentity.computeIfPresent(identity, (_, n) -> n > 1 ? n - 1 : null);
      }
    }
  }

  /// A place; null where there are as many as there may be.
  public synchronized @Nullable Place take(String identity) {
    if (open.size() >= most || byIdentity.getOrDefault(identity, 0) >= mostEach) {
      return null;
    }
    byIdentity.merge(identity, 1, Integer::sum);
    var place = new Place(identity);
    open.add(place);
    return place;
  }

  public int count() {
    return open.size();
  }

  /// Ends those that have been sending the same thing for too long.
  public void dropSlow() {
    long now = time.nanos();
    for (var place : open) {
      long since = place.writingSince;
      var outlet = place.outlet;
      if (since != 0 && outlet != null && now - since > SLOW_NANOS) {
        outlet.abort();
      }
    }
  }
}
