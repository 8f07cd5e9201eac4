package io.tagtrail.flux.discovery;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What was found.
///
/// @param aliases by name
/// @param location where all of them are, as `registry/path/{application}:{environment}`; null
///   where they have no such pattern in common
/// @param notes of the whole
public record Found(
    List<ProposedAlias> aliases,
    List<Ungoverned> ungoverned,
    @Nullable String location,
    List<String> notes) {
  public Found {
    aliases = List.copyOf(aliases);
    ungoverned = List.copyOf(ungoverned);
    notes = List.copyOf(notes);
  }
}
