package io.tagtrail.server.inside;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Reference;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// What references resolved to a moment ago. Only what was there is kept: a missing image is asked
/// for again each time, because somebody may just have pushed it.
final class Heads {
  static final Duration TTL = Duration.ofMinutes(1);
  private static final int MOST = 10_000;

  private final LongSupplier nanos;
  private final Map<Reference, Seen> seen = new LinkedHashMap<>();

  private record Seen(Digest digest, long at) {}

  Heads(LongSupplier nanos) {
    this.nanos = nanos;
  }

  synchronized Optional<Digest> get(Reference reference) {
    var known = seen.get(reference);
    return known == null || nanos.getAsLong() - known.at() > TTL.toNanos()
        ? Optional.empty()
        : Optional.of(known.digest());
  }

  synchronized void put(Reference reference, Digest digest) {
    seen.remove(reference);
    seen.put(reference, new Seen(digest, nanos.getAsLong()));
    if (seen.size() > MOST) {
      seen.remove(seen.keySet().iterator().next());
    }
  }
}
