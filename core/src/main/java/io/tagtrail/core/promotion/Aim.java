package io.tagtrail.core.promotion;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.registry.Source;
import org.jspecify.annotations.Nullable;

/// What a request wants of an alias.
public sealed interface Aim {
  /// Forward, to a bundle in a registry or a layout.
  ///
  /// @param allowOlder lets an older bundle pass; needs a reason
  record Promote(Source source, boolean allowOlder) implements Aim {}

  /// Forward, to what is governed-live at another alias of the same application.
  record PromoteFrom(Alias alias, boolean allowOlder) implements Aim {}

  /// Back: to the tenure of a sequence, or with null to the target that Tagtrail computes.
  ///
  /// @param over goes ahead only while this is the newest entry of the alias: whoever decides by
  ///   itself must not overtake anybody; null: whatever came since
  record RollBack(@Nullable Long sequence, @Nullable Long over) implements Aim {
    public RollBack(@Nullable Long sequence) {
      this(sequence, null);
    }
  }

  /// Takes the existing tag into the ledger.
  ///
  /// @param previous what the adopter says was live before, so that there is a way back at once
  /// @param takeOver whether it is taken from another ledger, if one governs it; needs a reason
  record Adopt(@Nullable Digest previous, boolean takeOver) implements Aim {
    public Adopt(@Nullable Digest previous) {
      this(previous, false);
    }

    public Adopt {
      if (takeOver && previous != null) {
        throw new InvalidValueException(
            "what was before a take-over is in the other ledger: leave --previous out");
      }
    }
  }

  /// Moves the alias to another location with the bundle that it has.
  record Relocate(Location to) implements Aim {}

  /// Whether admission is asked.
  default boolean isForward() {
    return switch (this) {
      case Promote p -> true;
      case PromoteFrom p -> true;
      case Adopt a -> true;
      case RollBack r -> false;
      case Relocate r -> false;
    };
  }

  /// Whether it takes an alias from another ledger.
  default boolean takesOver() {
    return this instanceof Adopt adopt && adopt.takeOver();
  }

  /// Whether an older bundle may pass.
  default boolean allowsOlder() {
    return switch (this) {
      case Promote p -> p.allowOlder();
      case PromoteFrom p -> p.allowOlder();
      case Adopt a -> false;
      case RollBack r -> false;
      case Relocate r -> false;
    };
  }
}
