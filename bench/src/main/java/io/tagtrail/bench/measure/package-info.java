/// Measuring: samples, rounds that alternate, processes with their CPU time, the report.
@NullMarked
package io.tagtrail.bench.measure;

import org.jspecify.annotations.NullMarked;
