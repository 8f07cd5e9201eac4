package io.tagtrail.core.cluster;

import java.time.Instant;

/// What one cluster runs of one location.
///
/// @param heard when the cluster last reported
/// @param stale whether that is too long ago to say anything of now
public record Consumption(String cluster, Instant heard, boolean stale, SourceState source) {}
