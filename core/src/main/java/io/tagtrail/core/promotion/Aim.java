package io.tagtrail.core.promotion;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
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
  record RollBack(@Nullable Long sequence) implements Aim {}

  /// Takes the existing tag into the ledger.
  ///
  /// @param previous what the adopter says was live before, so that there is a way back at once
  record Adopt(@Nullable Digest previous) implements Aim {}

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
