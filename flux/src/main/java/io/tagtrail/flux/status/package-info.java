/// What a cluster runs, in Flux's own meaning of consumed, applied and healthy: pure functions from
/// objects to [io.tagtrail.core.cluster], and the watchers that keep them up to date.
@NullMarked
package io.tagtrail.flux.status;

import org.jspecify.annotations.NullMarked;
