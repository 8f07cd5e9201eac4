package io.tagtrail.server.inside;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Registries that did not answer a moment ago. Whoever looks at one rollback target after another
/// does not wait for the same silence each time; a move that is decided on asks again.
final class Silence {
  static final Duration TTL = Duration.ofSeconds(15);

  private final LongSupplier nanos;
  private final Map<String, Long> since = new ConcurrentHashMap<>();

  Silence(LongSupplier nanos) {
    this.nanos = nanos;
  }

  void heard(String host) {
    since.remove(host);
  }

  void silent(String host) {
    since.put(host, nanos.getAsLong());
  }

  boolean isSilent(String host) {
    var at = since.get(host);
    return at != null && nanos.getAsLong() - at < TTL.toNanos();
  }
}
