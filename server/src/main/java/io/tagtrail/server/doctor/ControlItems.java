package io.tagtrail.server.doctor;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import io.tagtrail.server.doctor.Trial.Result;
import io.tagtrail.server.doctor.Trial.Who;
import java.time.Duration;
import java.util.List;

/// The second checklist, its first half: who can write to the tag.
final class ControlItems {
  /// An outside move counts against control for so long.
  static final Duration RECENT = Duration.ofDays(30);

  private ControlItems() {}

  static Finding ciOnly(Evidence evidence) {
    var it = new Case(Item.CI_ONLY, evidence);
    var promotions = evidence.trail().of(EventKind.PROMOTION);
    long workloads =
        RecordItems.count(
            promotions,
            seen -> seen.mover() == FactStatus.VERIFIED && seen.moverKind() == Mover.Kind.WORKLOAD);
    it.looked(
        "who asked for its newest %d promotions".formatted(promotions.size()),
        "%d a pipeline that a token proved, %d others"
            .formatted(workloads, promotions.size() - workloads));
    boolean required = evidence.assured().required().contains("workload-mover");
    it.looked(
        "policy",
        required
            ? "refuses a promotion that no verified pipeline asks for"
            : "lets others promote too: workload-mover is not required");
    outside(it, evidence);
    neighbours(it, evidence);
    trials(it, evidence, Who.ANONYMOUS, Who.PLAIN);
    var open = accepted(evidence, Who.ANONYMOUS, Who.PLAIN);
    if (!open.isEmpty()) {
      return it.notProven("the registry lets %s write the tag".formatted(open), RESTRICT);
    }
    if (outsideMoves(evidence) > 0) {
      return it.notProven(
          "it was moved outside in the last %d days".formatted(RECENT.toDays()), RESTRICT);
    }
    if (promotions.isEmpty() || workloads < promotions.size() || !required) {
      return promotions.isEmpty() && required
          ? it.unknown("nothing was promoted here yet", "tagtrail promote … " + evidence.alias())
          : it.notProven(
              "not only verified pipelines promote",
              "a server with identity (docs/identity.md), and in the environment: required: [workload-mover]");
    }
    return refused(evidence, Who.PLAIN)
        ? it.proven("only verified pipelines promote, and the registry refuses an ordinary login")
        : it.unknown("whether an ordinary login can write the tag was not tried", tryIt(evidence));
  }

  static Finding blocked(Evidence evidence) {
    var it = new Case(Item.BLOCKED, evidence);
    trials(it, evidence, Who.ANONYMOUS, Who.PLAIN);
    outside(it, evidence);
    neighbours(it, evidence);
    var open = accepted(evidence, Who.ANONYMOUS, Who.PLAIN);
    if (!open.isEmpty()) {
      return it.notProven("the registry took a push by " + open, RESTRICT);
    }
    if (outsideMoves(evidence) > 0) {
      return it.notProven(
          "somebody moved it by hand in the last %d days".formatted(RECENT.toDays()), RESTRICT);
    }
    return refused(evidence, Who.PLAIN)
        ? it.proven("a push by hand was tried and refused")
        : it.unknown("a push by an ordinary login was not tried", tryIt(evidence));
  }

  static Finding fluxReads(Evidence evidence) {
    var it = new Case(Item.FLUX_READS, evidence);
    trials(it, evidence, Who.FLUX);
    var consumers = evidence.consumers();
    for (var source : consumers.sources()) {
      it.looked(
          "cluster " + source.cluster(),
          source.heard(),
          source.name() + " reads the tag" + (source.stale() ? "; not heard of lately" : ""));
    }
    for (var access : consumers.access()) {
      it.looked(
          "what our credential may do in cluster " + access.cluster(),
          access.when(),
          access.problem() != null
              ? "unknown: " + access.problem()
              : access.writes().isEmpty()
                  ? "read"
                  : "WRITE: " + String.join(", ", access.writes()));
    }
    if (consumers.access().isEmpty()) {
      it.looked("credentials for clusters", "Tagtrail was given none");
    }
    if (!accepted(evidence, Who.FLUX).isEmpty()) {
      return it.notProven(
          "Flux's credential can push to the tag",
          "give Flux's Secret a login that may only pull, and take the other back");
    }
    var writes = consumers.access().stream().filter(access -> !access.writes().isEmpty()).toList();
    if (!writes.isEmpty()) {
      return it.notProven(
          "our credential may write in cluster " + writes.getFirst().cluster(),
          "bind it to the role of deploy/ that may get, list and watch, and to nothing else");
    }
    if (consumers.access().stream().anyMatch(access -> access.problem() != null)) {
      return it.unknown("what our credential may do in a cluster is not known", tryFlux(evidence));
    }
    return refused(evidence, Who.FLUX)
        ? it.proven("Flux's credential pulls, and its push was refused; ours writes to no cluster")
        : it.unknown("whether Flux's credential can push was not tried", tryFlux(evidence));
  }

  private static final String RESTRICT =
      "let one identity write the environment's repository: a repository of its own, or a rule of"
          + " the registry for the tag (docs/checklists.md)";

  private static String tryIt(Evidence evidence) {
    return "tagtrail doctor %s --trial --trial-creds env:CREDS (an ordinary login, not the mover's)"
        .formatted(evidence.alias());
  }

  private static String tryFlux(Evidence evidence) {
    return "tagtrail doctor %s --trial --flux-creds file:FLUX_DOCKERCONFIGJSON"
        .formatted(evidence.alias());
  }

  private static void neighbours(Case it, Evidence evidence) {
    var others = evidence.assured().neighbours();
    if (!others.isEmpty()) {
      it.looked(
          "the repository",
          "shared with %s: who may write those may write this, unless the registry tells tags apart"
              .formatted(String.join(", ", others.subList(0, Math.min(4, others.size())))));
    }
  }

  private static void outside(Case it, Evidence evidence) {
    var moves = evidence.trail().of(EventKind.OUTSIDE_MOVE);
    it.looked(
        "outside moves among its newest changes",
        moves.isEmpty()
            ? "none"
            : "%d, the last %s".formatted(moves.size(), moves.getFirst().time()));
  }

  static long outsideMoves(Evidence evidence) {
    var since = evidence.asOf().minus(RECENT);
    return RecordItems.count(
            evidence.trail().of(EventKind.OUTSIDE_MOVE), seen -> seen.time().isAfter(since))
        + (evidence.trail().outside() && evidence.trail().of(EventKind.OUTSIDE_MOVE).isEmpty()
            ? 1
            : 0);
  }

  private static void trials(Case it, Evidence evidence, Who... whose) {
    var wanted = List.of(whose);
    boolean any = false;
    for (var trial : evidence.trials()) {
      if (wanted.contains(trial.who())) {
        any = true;
        it.looked(
            "a push of the tag's own bytes " + trial.as(),
            trial.when(),
            "%s: %s%s"
                .formatted(
                    trial.result().label(),
                    trial.detail(),
                    trial.changed() ? "; THE TAG CHANGED meanwhile" : ""));
      }
    }
    if (!any) {
      it.looked("a push of the tag's own bytes", "not tried");
    }
  }

  /// Whose push was taken, for people; empty where nobody's was.
  static String accepted(Evidence evidence, Who... whose) {
    var wanted = List.of(whose);
    return String.join(
        " and ",
        evidence.trials().stream()
            .filter(trial -> wanted.contains(trial.who()) && trial.result() == Result.ACCEPTED)
            .map(trial -> trial.user() == null ? trial.who().words() : trial.user())
            .distinct()
            .toList());
  }

  static boolean refused(Evidence evidence, Who who) {
    var its = evidence.trials().stream().filter(trial -> trial.who() == who).toList();
    return !its.isEmpty() && its.stream().allMatch(trial -> trial.result() == Result.REFUSED);
  }
}
