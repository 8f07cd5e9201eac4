/// A world in memory for tests of the command line: the real core and the real facade over a ledger
/// and registries in memory, with a clock that is set.
@NullMarked
package io.tagtrail.cli.world;

import org.jspecify.annotations.NullMarked;
