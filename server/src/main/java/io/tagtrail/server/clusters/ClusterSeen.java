package io.tagtrail.server.clusters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One cluster, as far as it reports.
///
/// @param heard when its last report came, by Tagtrail's clock
/// @param claimed when that was so, by the clock of whoever looked
/// @param stale whether that is too long ago to say anything of now
/// @param via `watch` where Tagtrail looks itself, `agent` where it is told
/// @param sources how many sources it follows tags with
/// @param problem what kept it from looking at everything; null where nothing did
public record ClusterSeen(
    String cluster,
    Instant heard,
    Instant claimed,
    boolean stale,
    String via,
    int sources,
    @Nullable String problem) {}
