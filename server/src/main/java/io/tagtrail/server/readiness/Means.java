package io.tagtrail.server.readiness;

import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.registry.Registry;
import java.util.function.Supplier;

/// What a rehearsal works with.
///
/// @param notes where what was found is kept
/// @param rounds the registries for one round of looking: what they remember within it is forgotten
///   with it
/// @param atOnce how many aliases are looked at at once
public record Means(Notes notes, Supplier<Registry> rounds, int atOnce) {
  /// Of a process that keeps nothing and looks at one alias after another.
  public static Means plain(Registry registry) {
    return new Means(new Memo(), () -> registry, 1);
  }
}
