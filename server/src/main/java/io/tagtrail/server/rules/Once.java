package io.tagtrail.server.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A window that is there once, from (inclusive) to (exclusive).
record Once(@Nullable Instant from, @Nullable Instant to) implements Span {
  @Override
  public boolean covers(Instant now) {
    return (from == null || !now.isBefore(from)) && (to == null || now.isBefore(to));
  }

  @Override
  public @Nullable Instant endAfter(Instant now) {
    // One without an end ends after all that is looked at.
    return covers(now) ? (to == null ? Instant.MAX : to) : null;
  }

  @Override
  public @Nullable Instant nextStart(Instant now) {
    return from != null && from.isAfter(now) ? from : null;
  }
}
