/// Tagtrail as a whole: one interface to everything that people and pipelines can ask, and its
/// wiring over a ledger and registries.
@NullMarked
package io.tagtrail.server;

import org.jspecify.annotations.NullMarked;
