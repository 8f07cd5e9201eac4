package io.tagtrail.oci.http;

import java.time.Duration;

/// The deadlines of requests. None is unlimited: a registry that hangs must not hang a move.
///
/// @param connect until there is a connection, TLS included
/// @param request from sending to the last byte of an answer that is read whole
/// @param write the same for the PUT of a tag, fetching the token for it included
/// @param stall for blobs, which have no bound in time: the longest time without any byte moving
public record Timeouts(Duration connect, Duration request, Duration write, Duration stall) {
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofSeconds(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(15),
          Duration.ofSeconds(60));

  public Timeouts {
    for (var each : new Duration[] {connect, request, write, stall}) {
      if (each.isNegative() || each.isZero()) {
        throw new IllegalArgumentException("a timeout must be more than nothing: " + each);
      }
    }
  }
}
