package io.tagtrail.server;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who the asker is taken for.
///
/// @param kind `person`, `workload`, `anonymous`, or `local` where nobody is asked
/// @param name the name of a person, the subject of a workload
/// @param issuer who vouches for it
/// @param groups the groups that the token names
/// @param expires until when it is believed
public record Who(
    String kind,
    String name,
    @Nullable String issuer,
    List<String> groups,
    @Nullable Instant expires) {
  public Who {
    groups = List.copyOf(groups);
  }
}
