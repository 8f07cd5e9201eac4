package io.tagtrail.server.doctor;

import io.tagtrail.server.config.Maturity;
import java.util.ArrayList;
import java.util.List;

/// Says what evidence proves. Pure: the same evidence gives the same diagnosis.
public final class Judge {
  private Judge() {}

  public static Diagnosis judge(Evidence evidence) {
    var findings = new ArrayList<Finding>();
    findings.add(RecordItems.captures(evidence));
    findings.add(RecordItems.facts(evidence));
    findings.add(RecordItems.outlives(evidence));
    findings.add(RecordItems.answers(evidence));
    findings.add(RecordItems.rollback(evidence));
    findings.add(ControlItems.ciOnly(evidence));
    findings.add(ControlItems.blocked(evidence));
    findings.add(KeepingItems.retention(evidence));
    findings.add(ControlItems.fluxReads(evidence));
    findings.add(KeepingItems.runbook(evidence));
    var levels =
        List.of(
            LevelItems.outsideSeen(evidence),
            LevelItems.verifiedMovers(evidence),
            LevelItems.signed(evidence),
            LevelItems.fluxVerifies(evidence),
            LevelItems.provenance(evidence),
            LevelItems.witnessed(evidence));
    var all = new ArrayList<>(findings);
    all.addAll(levels);
    var proven = level(all);
    findings.add(LevelItems.maturity(evidence, proven));
    findings.addAll(levels);
    return new Diagnosis(
        evidence.alias(),
        evidence.asOf(),
        proven,
        evidence.declared(),
        findings,
        WrongChoice.reasons(evidence));
  }

  /// The highest level of which, and of all below it, every item is proven. What is unknown is not.
  static Maturity level(List<Finding> findings) {
    var proven = Maturity.L1;
    for (var level : Maturity.values()) {
      boolean holds =
          findings.stream()
              .filter(finding -> finding.item().level() == level)
              .allMatch(Finding::isProven);
      if (!holds) {
        return proven;
      }
      proven = level;
    }
    return proven;
  }
}
