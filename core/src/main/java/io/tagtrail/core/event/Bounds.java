package io.tagtrail.core.event;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import org.jspecify.annotations.Nullable;

/// The bounds of facts that may be missing. A class of its own: the parts of [Facts] need it while
/// they are initialised, and [Facts] needs them while it is.
final class Bounds {
  private Bounds() {}

  static void text(String field, @Nullable String value, int bytes) {
    if (value != null) {
      Text.bounded(field, value, bytes);
    }
  }

  static void notNegative(String field, @Nullable Long value) {
    if (value != null && value < 0) {
      throw new InvalidValueException(field + " cannot be negative: " + value);
    }
  }
}
