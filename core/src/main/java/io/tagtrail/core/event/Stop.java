package io.tagtrail.core.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A stop, or its release.
///
/// @param scope what it stops
/// @param bundle the bundle of a block
/// @param until when a hold ends by itself; null if somebody has to release it
/// @param releases the index of the entry that this one releases
public record Stop(
    Scope scope, @Nullable Digest bundle, @Nullable Instant until, @Nullable Long releases) {
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999Z");

  /// What a stop stops.
  public enum Scope {
    /// Forward moves of an alias; rollbacks go through.
    FORWARD,
    /// Every move of an alias.
    ALL,
    /// Every move to a bundle, in all environments of the application.
    BUNDLE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Stop {
    until = until == null ? null : representable(until);
    if ((scope == Scope.BUNDLE) != (bundle != null)) {
      throw new IllegalArgumentException("a block names a bundle, a hold names none");
    }
  }

  private static Instant representable(Instant until) {
    if (until.isAfter(LAST)) {
      throw new InvalidValueException("a stop cannot end after the year 9999: " + until);
    }
    return Times.millis(until);
  }

  Json toJson() {
    return new ObjectBuilder()
        .put("scope", scope.label())
        .putText("bundle", bundle)
        .put("until", until)
        .put("releases", releases)
        .build();
  }

  static Stop fromJson(ObjectView view) {
    return new Stop(
        Scope.valueOf(view.needText("scope").toUpperCase(Locale.ROOT)),
        view.parsed("bundle", Digest::parse),
        view.time("until"),
        view.number("releases"));
  }
}
