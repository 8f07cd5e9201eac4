package io.tagtrail.core.policy;

import java.util.List;

/// What changes from one policy to the next, in sentences for people.
///
/// @param loosened what the next one lets through that the old one did not; also whatever cannot be
///   compared
/// @param tightened what the next one asks that the old one did not
public record PolicyDiff(List<String> loosened, List<String> tightened) {
  public PolicyDiff {
    loosened = List.copyOf(loosened);
    tightened = List.copyOf(tightened);
  }

  public static PolicyDiff between(Policy old, Policy next) {
    return new PolicyDiff(List.of(), List.of());
  }
}
