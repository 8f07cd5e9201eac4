package io.tagtrail.store;

import io.tagtrail.core.model.Digest;
import java.util.List;

/// What a check of a ledger found.
///
/// @param entries how many entries were read
/// @param root the root over them
/// @param erased how many side records were erased: they are no finding
/// @param findings what does not fit, at most [#MAX_FINDINGS]
/// @param more how many findings were left out
public record CheckReport(
    long entries, Digest root, long erased, List<Finding> findings, long more) {
  public static final int MAX_FINDINGS = 500;

  public CheckReport {
    findings = List.copyOf(findings);
  }

  /// Whether everything fits.
  public boolean isSound() {
    return findings.isEmpty();
  }

  /// Whether a rebuild mends all that was found.
  public boolean isMendable() {
    return more == 0 && findings.stream().allMatch(f -> f.kind() == Finding.Kind.PROJECTION);
  }
}
