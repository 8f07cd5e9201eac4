package io.tagtrail.core.cluster;

import io.tagtrail.core.model.Location;
import java.time.Instant;
import java.util.List;

/// The port to what clusters report.
@FunctionalInterface
public interface Clusters {
  /// Nobody reports.
  Clusters NONE = (location, now) -> List.of();

  /// What each cluster that follows a location says of it, by name of cluster and source.
  List<Consumption> of(Location location, Instant now);
}
