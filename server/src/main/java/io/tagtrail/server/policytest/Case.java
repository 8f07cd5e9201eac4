package io.tagtrail.server.policytest;

import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.Alias;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One row of the table: what is given, what is asked, what is expected.
///
/// @param bundle what is promoted, or rolled back to; null for the rollback target that Tagtrail
///   computes
/// @param signed the rules of signatures that the bundle satisfies
/// @param refused the names of the checks that fail; null where the move is to be allowed
record Case(
    String name,
    String place,
    Alias alias,
    Instant time,
    boolean rollback,
    @Nullable String bundle,
    Asker by,
    Facts.Pipeline pipeline,
    Facts.Builder builder,
    @Nullable String release,
    @Nullable String reason,
    boolean allowOlder,
    boolean pastAdmission,
    List<String> overrides,
    List<Past> history,
    List<Given> approvals,
    List<Alias> holds,
    List<String> blocked,
    Set<String> signed,
    @Nullable Set<String> refused) {

  /// Who asks, or approves.
  record Asker(Mover mover, @Nullable String person, List<String> groups, boolean linked) {}

  /// A move before it.
  record Past(Alias alias, String bundle, boolean rollback, Instant at, Facts.Pipeline pipeline) {}

  /// An approval before it.
  ///
  /// @param requester whose move it is for; null for the asker's
  record Given(Asker by, Instant at, @Nullable String requester) {}
}
