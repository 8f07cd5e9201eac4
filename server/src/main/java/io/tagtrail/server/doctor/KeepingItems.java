package io.tagtrail.server.doctor;

import java.time.Duration;

/// The second checklist, its second half: what is kept, and what people are told to do.
final class KeepingItems {
  /// Targets are looked at each night; one night may be missed.
  static final Duration FRESH = Duration.ofHours(50);

  private KeepingItems() {}

  static Finding retention(Evidence evidence) {
    var it = new Case(Item.RETENTION, evidence);
    var kept = evidence.retention();
    it.looked(
        "the rollback window",
        "%d days after a bundle was last live, %d bundles back"
            .formatted(kept.window().toDays(), kept.keep()));
    var checked = kept.checked();
    if (checked != null) {
      it.looked(
          "every target in the window, whole, with its images",
          checked,
          "%d of %d can be gone back to%s"
              .formatted(
                  kept.ready(),
                  kept.targets(),
                  kept.lost().isEmpty() ? "" : "; not: " + String.join("; ", kept.lost())));
    }
    it.looked(
        "the registry's retention rules",
        kept.rules() == null
            ? "not given"
            : kept.dying().isEmpty()
                ? "delete nothing that is in the window"
                : "delete: " + String.join("; ", kept.dying()));
    if (!kept.dying().isEmpty()) {
      return it.notProven(
          "a rule of the registry deletes what may have to be gone back to",
          "except the keep-tags from the rule, or shorten rollback.window to what is true");
    }
    if (!kept.lost().isEmpty()) {
      return it.notProven(
          "not everything is there that may have to be gone back to: " + kept.lost().getFirst(),
          "tagtrail readiness %s says why; stop what deletes it".formatted(evidence.alias()));
    }
    if (checked != null && kept.ready() < kept.targets()) {
      return it.unknown(
          "%d of %d targets could not be looked at"
              .formatted(kept.targets() - kept.ready(), kept.targets()),
          "when the registry answers: tagtrail readiness " + evidence.alias());
    }
    if (checked == null || checked.plus(FRESH).isBefore(evidence.asOf())) {
      return it.unknown(
          checked == null
              ? "the targets were not looked at"
              : "the targets were last looked at too long ago",
          "tagtrail readiness %s, each night".formatted(evidence.alias()));
    }
    if (kept.targets() == 0) {
      return it.unknown(
          "there is no target in the window yet, so nothing shows that one would be kept",
          "promote a second bundle");
    }
    var rules = kept.rules();
    if (rules == null || !rules) {
      return it.unknown(
          "all %d are there now; whether a rule of the registry deletes them is not known"
              .formatted(kept.targets()),
          "name the registry's retention rules under readiness: in tagtrail.yaml, as kind: none where"
              + " it has none (docs/retention.md)");
    }
    return it.proven("all %d targets in the window are whole and kept".formatted(kept.targets()));
  }

  static Finding runbook(Evidence evidence) {
    var it = new Case(Item.RUNBOOK, evidence);
    var page = evidence.page();
    if (page == null) {
      return it.unknown(
          "no runbook was looked at",
          "tagtrail runbook %s -o markdown > runbook.md, then tagtrail doctor %s --runbook runbook.md"
              .formatted(evidence.alias(), evidence.alias()));
    }
    it.looked(page.from(), page.governed() ? "its rollback: " + page.command() : page.command());
    var entries = page.entries();
    if (entries != null) {
      long behind = evidence.place().size() - entries;
      it.looked(
          "its age",
          behind <= 0 ? "made from the log's head" : "%d entries came since".formatted(behind));
    }
    return page.governed()
        ? it.proven("its rollback is a governed move")
        : it.notProven(
            "its rollback is no governed move",
            "tagtrail runbook %s -o markdown".formatted(evidence.alias()));
  }
}
