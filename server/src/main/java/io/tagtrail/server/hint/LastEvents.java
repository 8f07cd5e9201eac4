package io.tagtrail.server.hint;

import io.tagtrail.core.model.Location;
import io.tagtrail.flux.event.FluxEvent;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The last event that was heard of each object, for whoever asks why one fails. In memory, and
/// bounded: it is a help for people, while the object's status is the truth.
public final class LastEvents implements Hints {
  private static final int MOST = 20_000;

  private final InstantSource clock;
  private final Map<Of, Last> last =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Of, Last> eldest) {
          return size() > MOST;
        }
      };

  private record Of(String cluster, String kind, String namespace, String name) {}

  /// What was said last.
  ///
  /// @param time when it happened, by the cluster's clock where it says so, else when it was heard
  /// @param error whether that was an error
  public record Last(Instant time, boolean error, String text) {}

  public LastEvents(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public void look(Location location) {
    // Of tags there is nothing to remember.
  }

  @Override
  public synchronized void cluster(String cluster, FluxEvent event) {
    var now = clock.instant();
    var said = event.time();
    // Nobody's clock makes an event last for ever.
    var time = said == null || said.isAfter(now) ? now : said;
    var of = new Of(cluster, event.kind(), event.namespace(), event.name());
    var before = last.get(of);
    if (before == null || !before.time().isAfter(time)) {
      last.put(of, new Last(time, event.error(), event.text()));
    }
  }

  /// What was heard last of an object.
  public synchronized Optional<Last> of(
      String cluster, String kind, String namespace, String name) {
    return Optional.ofNullable(last.get(new Of(cluster, kind, namespace, name)));
  }
}
