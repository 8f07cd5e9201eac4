package io.tagtrail.server.readiness;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.Locale;

/// Whether an alias can go back.
public enum Answer {
  /// There is a bundle that passes every safety check.
  CAN,
  /// There is none.
  CANNOT,
  /// It could not be found out: neither "can" nor "cannot".
  UNKNOWN,
  /// Only one bundle was ever live here: there is nothing to go back to yet.
  FIRST;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Answer parse(String label) {
    for (var each : values()) {
      if (each.label().equals(label)) {
        return each;
      }
    }
    throw new InvalidValueException("no answer that is known: " + Text.clipped(label, 40));
  }
}
