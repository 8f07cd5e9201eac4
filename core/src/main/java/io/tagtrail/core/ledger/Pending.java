package io.tagtrail.core.ledger;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.model.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// How the approvals of an alias follow from its entries: given once, used once, owed until paid.
final class Pending {
  /// More are of no use: a move uses 16 at most. Beyond it the oldest are forgotten.
  private static final int MOST = 64;

  private Pending() {}

  /// The pending ones after an approval was given; those that expired are gone.
  static List<Approval> given(List<Approval> pending, @Nullable Approval given, Entry entry) {
    if (given == null || given.entry() != null) {
      return pending;
    }
    var next = new ArrayList<Approval>();
    for (var each : pending) {
      if (each.holdsAt(entry.event().time())) {
        next.add(each);
      }
    }
    next.add(given.in(entry.index()));
    return next.size() > MOST ? next.subList(next.size() - MOST, next.size()) : next;
  }

  /// The pending ones after an authorisation used some: each must be there, and for this move.
  static List<Approval> used(List<Approval> pending, Entry entry, @Nullable Digest live) {
    var next = new ArrayList<>(pending);
    var target = entry.event().needChange().digest();
    for (var used : entry.event().approvals()) {
      boolean fits = used.bundle().equals(target) && Objects.equals(used.expected(), live);
      if (!fits || !next.remove(used)) {
        throw new BrokenChainException(
            "entry %d uses the approval of entry %s, which is used, dropped, or not for this move"
                .formatted(entry.index(), used.entry()));
      }
    }
    return next;
  }

  /// The rollbacks that owe an approval, after a change.
  static List<Long> owed(List<Long> owes, Entry entry) {
    Decision decision = entry.event().decision();
    boolean wentPast =
        entry.event().kind() == EventKind.ROLLBACK
            && decision != null
            && decision.overrides().contains(Decision.APPROVALS);
    if (!wentPast) {
      return owes;
    }
    var next = new ArrayList<>(owes);
    next.add(entry.index());
    return next;
  }

  /// The same after an approval that pays for one.
  static List<Long> paid(List<Long> owes, @Nullable Approval given, Entry entry) {
    var pays = given == null ? null : given.entry();
    if (pays == null) {
      return owes;
    }
    var next = new ArrayList<>(owes);
    if (!next.remove(pays)) {
      throw new BrokenChainException(
          "entry %d approves the rollback of entry %d, which owes nothing"
              .formatted(entry.index(), pays));
    }
    return next;
  }
}
