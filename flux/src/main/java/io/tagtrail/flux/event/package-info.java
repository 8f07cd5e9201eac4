/// What others notify of: Flux's controllers and registries. All of it is a hint: it may be late,
/// doubled, out of order, missing or forged, and only ever makes somebody look sooner.
@NullMarked
package io.tagtrail.flux.event;

import org.jspecify.annotations.NullMarked;
