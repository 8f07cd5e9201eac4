/// What Flux runs: reading clusters, receivers out, events in.
@NullMarked
package io.tagtrail.flux;

import org.jspecify.annotations.NullMarked;
