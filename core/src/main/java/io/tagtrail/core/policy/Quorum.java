package io.tagtrail.core.policy;

import io.tagtrail.core.event.Approval;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Shares approvals out to the rules that ask for them, so that as many places as possible are
/// filled and nobody fills two.
///
/// @param used the approvals that fill a place
/// @param missing what is missing, for people: `1 of release-managers`; empty if it is enough
record Quorum(List<Approval> used, List<String> missing) {
  Quorum {
    used = List.copyOf(used);
    missing = List.copyOf(missing);
  }

  boolean isEnough() {
    return missing.isEmpty();
  }

  static Quorum of(List<ApprovalRule> rules, List<Approval> approvals) {
    var places = new ArrayList<ApprovalRule>();
    for (var rule : rules) {
      for (int i = 0; i < rule.count(); i++) {
        places.add(rule);
      }
    }
    var filled = new @Nullable Approval[places.size()];
    for (var approval : approvals) {
      fill(places, filled, approval, new boolean[filled.length]);
    }
    var used = new ArrayList<Approval>();
    for (var each : filled) {
      if (each != null) {
        used.add(each);
      }
    }
    return new Quorum(used, missing(rules, places, filled));
  }

  /// Gives an approval a place, if need be by moving others on (an augmenting path).
  private static boolean fill(
      List<ApprovalRule> places, @Nullable Approval[] filled, Approval approval, boolean[] tried) {
    for (int i = 0; i < filled.length; i++) {
      if (tried[i] || !fits(places.get(i), approval)) {
        continue;
      }
      tried[i] = true;
      var there = filled[i];
      if (there == null || fill(places, filled, there, tried)) {
        filled[i] = approval;
        return true;
      }
    }
    return false;
  }

  private static boolean fits(ApprovalRule rule, Approval approval) {
    return rule.group() == null || approval.groups().contains(rule.group());
  }

  private static List<String> missing(
      List<ApprovalRule> rules, List<ApprovalRule> places, @Nullable Approval[] filled) {
    var missing = new ArrayList<String>();
    for (var rule : rules.stream().distinct().toList()) {
      int empty = 0;
      for (int i = 0; i < filled.length; i++) {
        empty += filled[i] == null && Objects.equals(places.get(i), rule) ? 1 : 0;
      }
      if (empty > 0) {
        missing.add(new ApprovalRule(empty, rule.group()).told());
      }
    }
    return missing;
  }
}
