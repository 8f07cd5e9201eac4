package io.tagtrail.core.cluster;

import io.tagtrail.core.model.InvalidValueException;
import java.util.Locale;

/// How Flux says that an object does.
public enum Health {
  /// Ready, for the generation that there is.
  HEALTHY,
  /// At work on what it was given.
  PROGRESSING,
  /// Not ready, and says why.
  FAILING,
  /// Suspended: it takes nothing new.
  SUSPENDED,
  /// It says nothing that can be read.
  UNKNOWN;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Health parse(String label) {
    for (var health : values()) {
      if (health.label().equals(label)) {
        return health;
      }
    }
    throw new InvalidValueException("not a state of health: " + label);
  }
}
