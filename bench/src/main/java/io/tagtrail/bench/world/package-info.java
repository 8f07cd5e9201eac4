/// What is measured: registries as processes, a counting front before them, ledgers filled with a
/// story, the governed path and the bare client.
@NullMarked
package io.tagtrail.bench.world;

import org.jspecify.annotations.NullMarked;
