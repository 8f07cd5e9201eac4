package io.tagtrail.store;

import java.time.Duration;

/// How a ledger is opened.
///
/// @param busy how long to wait for another process that writes, before the ledger counts as
///   unavailable
/// @param readers how many threads may read at once; more wait
public record Options(Duration busy, int readers) {
  public static final Options DEFAULTS = new Options(Duration.ofSeconds(10), 4);

  public Options {
    if (busy.isNegative() || busy.compareTo(Duration.ofMinutes(10)) > 0) {
      throw new IllegalArgumentException("a wait of 0 to 10 minutes, not " + busy);
    }
    if (readers < 1 || readers > 64) {
      throw new IllegalArgumentException("1 to 64 readers, not " + readers);
    }
  }
}
