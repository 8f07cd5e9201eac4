package io.tagtrail.bundle.diff;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// An object before and after; one of the two is there.
record Pair(@Nullable Item before, @Nullable Item after) {
  /// How it differs; null where it does not, or where nobody can tell.
  @Nullable Kind kind() {
    if (before == null) {
      return Kind.ADDED;
    }
    if (after == null) {
      return Kind.REMOVED;
    }
    boolean unknown = before.meaning() == null || after.meaning() == null;
    boolean same = Objects.equals(before.meaning(), after.meaning());
    return same || (unknown && before.apiVersion().equals(after.apiVersion()))
        ? null
        : Kind.CHANGED;
  }

  /// Whether it is there on both sides, and whether it differs is not known.
  boolean isUnknown() {
    return before != null
        && after != null
        && (before.meaning() == null || after.meaning() == null)
        && kind() == null;
  }

  Item any() {
    return after != null ? after : Objects.requireNonNull(before);
  }
}
