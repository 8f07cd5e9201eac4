package io.tagtrail.server.hint;

import io.tagtrail.core.model.Location;
import io.tagtrail.flux.event.FluxEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// Passes hints on to all who listen; there is one in a process.
public final class HintBoard implements Hints {
  private final List<Hints> listeners = new CopyOnWriteArrayList<>();

  /// From now on this one is told too.
  public void listen(Hints listener) {
    listeners.add(listener);
  }

  /// It is told no more.
  public void forget(Hints listener) {
    listeners.remove(listener);
  }

  @Override
  public void look(Location location) {
    listeners.forEach(listener -> listener.look(location));
  }

  @Override
  public void cluster(String cluster, FluxEvent event) {
    listeners.forEach(listener -> listener.cluster(cluster, event));
  }
}
