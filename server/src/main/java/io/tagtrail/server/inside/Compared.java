package io.tagtrail.server.inside;

import io.tagtrail.bundle.diff.Difference;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Two bundles, and what differs between them.
///
/// @param compare a page that shows what differs in their source; null where none is known
public record Compared(Point before, Point after, @Nullable String compare, Difference difference) {
  /// A bundle at its place in a history.
  ///
  /// @param source the repository of its source; null where the event does not say it
  /// @param revision the revision of its source; null where the event does not say it
  public record Point(
      Alias alias,
      long sequence,
      EventKind kind,
      Digest digest,
      @Nullable String release,
      Instant time,
      @Nullable String source,
      @Nullable String revision) {
    static Point of(Entry entry, Digest digest) {
      var event = entry.event();
      return new Point(
          event.alias(),
          event.needChange().sequence(),
          event.kind(),
          digest,
          event.facts().release(),
          event.time(),
          event.facts().source().repository(),
          event.facts().source().revision());
    }
  }
}
