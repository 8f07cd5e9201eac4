package io.tagtrail.core.cluster;

import java.time.Instant;

/// What one cluster runs of one location.
///
/// @param heard when the cluster last reported
/// @param looked when this was seen to be so, by Tagtrail's clock: a cluster can be heard of long
///   after somebody looked into it, and never before
/// @param partial whether something kept whoever looked from looking at everything there, so that
///   what fails may be unseen
/// @param stale whether it was heard of too long ago to say anything of now
public record Consumption(
    String cluster,
    Instant heard,
    Instant looked,
    boolean partial,
    boolean stale,
    SourceState source) {
  public Consumption {
    looked = looked.isAfter(heard) ? heard : looked;
  }

  /// Of a look at everything, heard of at once.
  public Consumption(String cluster, Instant heard, boolean stale, SourceState source) {
    this(cluster, heard, heard, false, stale, source);
  }
}
