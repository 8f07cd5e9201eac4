package io.tagtrail.server.rules;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// When a window is open.
interface Span {
  boolean covers(Instant now);

  /// When the opening that covers this time ends; null where none covers it. Another opening may
  /// follow at once.
  @Nullable Instant endAfter(Instant now);

  /// When it opens next, strictly after this time; null for never.
  @Nullable Instant nextStart(Instant now);
}
