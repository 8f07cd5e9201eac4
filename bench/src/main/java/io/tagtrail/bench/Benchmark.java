package io.tagtrail.bench;

import io.tagtrail.bench.measure.Report;

/// One benchmark: measures, and writes its section of the report.
@FunctionalInterface
public interface Benchmark {
  void run(Settings settings, Report report) throws Exception;
}
