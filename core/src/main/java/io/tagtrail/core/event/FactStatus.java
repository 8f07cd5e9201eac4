package io.tagtrail.core.event;

import java.util.Locale;

/// How far a fact can be relied on.
public enum FactStatus {
  /// Proven by a token or a signature that Tagtrail checked.
  VERIFIED,
  /// Said by somebody: a flag, an environment variable, an annotation.
  CLAIMED,
  /// Not there.
  MISSING;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static FactStatus parse(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
