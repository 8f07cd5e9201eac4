package io.tagtrail.server.doctor;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.server.doctor.Trial.Who;
import java.util.ArrayList;
import java.util.List;

/// When a floating tag is the wrong choice for an alias: what makes it safe cannot be had here.
public final class WrongChoice {
  /// So many among the newest changes are a habit.
  private static final int HABIT = 3;

  private WrongChoice() {}

  static List<String> reasons(Evidence evidence) {
    var reasons = new ArrayList<String>();
    var open = ControlItems.accepted(evidence, Who.ANONYMOUS, Who.PLAIN, Who.FLUX);
    if (!open.isEmpty()) {
      reasons.add("writes are not constrained: the registry let %s write the tag".formatted(open));
    }
    long outside = ControlItems.outsideMoves(evidence);
    if (outside >= HABIT) {
      reasons.add(
          "it is moved round Tagtrail as a habit: %d outside moves in %d days"
              .formatted(outside, ControlItems.RECENT.toDays()));
    }
    var trail = evidence.trail();
    if (!trail.problems().isEmpty()) {
      reasons.add("the history does not verify: " + trail.problems().getFirst());
    }
    int blanks = trail.of(EventKind.INDETERMINATE).size();
    if (blanks > 0) {
      reasons.add("the history has holes: %d times nobody can say what was live".formatted(blanks));
    }
    var kept = evidence.retention();
    if (!kept.lost().isEmpty()) {
      reasons.add("retention loses what is needed to go back: " + kept.lost().getFirst());
    } else if (!kept.dying().isEmpty()) {
      reasons.add("retention will lose targets: " + kept.dying().getFirst());
    }
    if (evidence.visible()) {
      reasons.add(
          "compliance is declared to demand references that are visible where they are used");
    }
    return reasons;
  }

  /// What to choose instead.
  public static final String INSTEAD =
      "pin the digest: Flux's ref.digest, filled from this ledger without a Git commit by"
          + " flux-operator's ExternalService inputs (docs/flux.md)";
}
