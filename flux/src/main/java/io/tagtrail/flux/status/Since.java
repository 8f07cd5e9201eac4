package io.tagtrail.flux.status;

import io.tagtrail.core.json.Times;
import io.tagtrail.core.model.Digest;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Since when each thing has its digest: from the time that the cluster gives, or from first sight.
/// Once known it stays as long as the digest does, whatever clock says what.
public final class Since {
  private final Map<String, Seen> seen = new HashMap<>();

  private record Seen(Digest digest, Instant since, Instant last) {}

  /// @param id of the thing
  /// @param digest null where it has none now
  /// @param said when the cluster says that it came; null where it does not say
  /// @param now by this process's clock
  synchronized @Nullable Instant of(
      String id, @Nullable Digest digest, @Nullable Instant said, Instant now) {
    if (digest == null) {
      seen.remove(id);
      return null;
    }
    var known = seen.get(id);
    if (known != null && known.digest().equals(digest)) {
      seen.put(id, new Seen(digest, known.since(), now));
      return known.since();
    }
    var since = Times.millis(now);
    // The cluster's clock may differ from ours: what it says is not taken where it lies in the
    // future, or where we saw the other digest still.
    if (said != null && !said.isAfter(now) && (known == null || !said.isBefore(known.last()))) {
      since = Times.millis(said);
    }
    seen.put(id, new Seen(digest, since, now));
    return since;
  }

  /// Forgets all others.
  synchronized void keep(Set<String> ids) {
    seen.keySet().retainAll(ids);
  }
}
