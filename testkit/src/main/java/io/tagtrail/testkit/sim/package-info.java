/// The seeded simulation: the whole path under a scheduler that decides everything, with faults at
/// every call.
@NullMarked
package io.tagtrail.testkit.sim;

import org.jspecify.annotations.NullMarked;
