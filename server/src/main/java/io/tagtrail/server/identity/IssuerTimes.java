package io.tagtrail.server.identity;

import java.time.Duration;

/// How an issuer's keys are kept.
///
/// @param patience how long one request may take in all
/// @param refreshAfter the age from which keys are read again beside requests that still use them
/// @param waitAfter the age from which a request waits for them to be read again
/// @param keep the age up to which keys are used although the issuer does not answer
/// @param interval between two readings at least, whatever unknown keys are asked for
record IssuerTimes(
    Duration patience,
    Duration refreshAfter,
    Duration waitAfter,
    Duration keep,
    Duration interval) {
  /// A key that an issuer took back is refused after a quarter of an hour at most while it answers,
  /// after six hours where it does not.
  static final IssuerTimes DEFAULT =
      new IssuerTimes(
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(6),
          Duration.ofSeconds(5));
}
