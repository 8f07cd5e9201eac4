/// Benchmarks: programs that measure Tagtrail beside a peer in the same run. None of them is a
/// test, and none of them decides a build.
@NullMarked
package io.tagtrail.bench;

import org.jspecify.annotations.NullMarked;
