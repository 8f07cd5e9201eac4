package io.tagtrail.server.hint;

import io.tagtrail.core.model.Location;
import io.tagtrail.flux.event.FluxEvent;

/// Whoever looks sooner when something is heard. A hint may be late, doubled or untrue, and can be
/// lost: it is no more than a reason to look. No method blocks; any thread may call.
public interface Hints {
  Hints NONE =
      new Hints() {
        @Override
        public void look(Location location) {
          // Nobody looks.
        }

        @Override
        public void cluster(String cluster, FluxEvent event) {
          // Nobody looks.
        }
      };

  /// The tag there may have moved.
  void look(Location location);

  /// Something happened to an object of Flux.
  ///
  /// @param cluster as it is called in the configuration, or by the event; it may be one that
  ///   nobody knows
  void cluster(String cluster, FluxEvent event);
}
