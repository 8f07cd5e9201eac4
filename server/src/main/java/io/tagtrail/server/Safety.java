package io.tagtrail.server;

import io.tagtrail.core.model.Alias;
import io.tagtrail.server.doctor.Evidence;
import io.tagtrail.server.readiness.Report;
import io.tagtrail.server.retention.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How safe aliases are, and whether they can go back.
///
/// The exceptions are those of [Tagtrail].
public interface Safety {
  /// All that shows how safe an alias is, and can be seen from where the ledger is: looked at now,
  /// with a rehearsal of its rollback. Nothing is written.
  Evidence evidence(Alias alias) throws InterruptedException;

  /// Whether aliases can go back.
  ///
  /// @param alias this one; null: all that are governed
  /// @param look whether registries are asked now, and what is lost is recorded; else it is what
  ///   was found last
  Report readiness(@Nullable Alias alias, boolean look) throws InterruptedException;

  /// The bundles that an alias needs to keep, newest first: the one that governs, and those that it
  /// could go back to, as far as the ledger alone can say.
  List<Target> targets(Alias alias);
}
