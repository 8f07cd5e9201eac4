package io.tagtrail.flux.kube;

import io.tagtrail.core.json.Times;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/// Times as Kubernetes writes them: RFC 3339, to the second or finer.
public final class KubeTime {
  private static final Instant FIRST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private KubeTime() {}

  /// The time to the millisecond; null for none, and for a text that is no time.
  public static @Nullable Instant parse(@Nullable String text) {
    if (text == null || text.length() > 64) {
      return null;
    }
    try {
      var time = OffsetDateTime.parse(text).toInstant();
      return time.isBefore(FIRST) || time.isAfter(LAST) ? null : Times.millis(time);
    } catch (DateTimeException e) {
      return null;
    }
  }
}
