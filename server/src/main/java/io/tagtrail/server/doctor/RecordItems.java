package io.tagtrail.server.doctor;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.server.doctor.Evidence.Seen;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// The first checklist: what is on record.
final class RecordItems {
  /// What an operator waits for without losing the thread.
  static final Duration QUICK = Duration.ofSeconds(1);

  private RecordItems() {}

  static Finding captures(Evidence evidence) {
    var it = new Case(Item.CAPTURES, evidence);
    var trail = evidence.trail();
    if (!trail.governed()) {
      return it.looked("the ledger", "no adoption, promotion or rollback of " + evidence.alias())
          .notProven("it is not in the ledger", "tagtrail adopt " + evidence.alias());
    }
    var newest = trail.newest();
    long digests = newest.stream().filter(Seen::hasDigest).count();
    long gone = newest.stream().filter(seen -> !seen.hasDigest() && mayBeGone(seen)).count();
    // The first change of all has nothing before it.
    long previous =
        newest.stream().filter(seen -> seen.hasPrevious() || seen.sequence() == 1).count();
    it.looked(
        "its newest %d changes, #%d to #%d"
            .formatted(newest.size(), newest.getLast().sequence(), newest.getFirst().sequence()),
        "%d with the digest, %d with the one before%s"
            .formatted(digests, previous, gone == 0 ? "" : ", %d that say: gone".formatted(gone)));
    it.looked(
        "all %d entries of it, against the log's root".formatted(trail.verified()),
        trail.problems().isEmpty()
            ? "%d changes, each following from the one before, none missing"
                .formatted(trail.changes())
            : String.join("; ", trail.problems()));
    if (!trail.problems().isEmpty()) {
      return it.notProven(
          "the record does not verify",
          "tagtrail verify %s; tagtrail ledger check".formatted(evidence.alias()));
    }
    // After an outside move that deleted the tag there is nothing before the next change.
    boolean whole = digests + gone == newest.size() && previous + gone >= newest.size();
    return whole
        ? it.proven("every change says what the tag became and what it was")
        : it.notProven(
            "changes without a digest, or without the one before",
            "tagtrail history %s -o json shows which".formatted(evidence.alias()));
  }

  private static boolean mayBeGone(Seen seen) {
    return seen.kind() == EventKind.OUTSIDE_MOVE || seen.kind() == EventKind.INDETERMINATE;
  }

  static Finding facts(Evidence evidence) {
    var it = new Case(Item.FACTS, evidence);
    var promotions = evidence.trail().of(EventKind.PROMOTION);
    if (promotions.isEmpty()) {
      return it.looked(
              "its newest %d changes".formatted(evidence.trail().newest().size()), "no promotion")
          .unknown(
              "nothing was promoted here yet, so no event shows it",
              "tagtrail promote … " + evidence.alias());
    }
    it.looked(
        "pipeline id of %d promotions".formatted(promotions.size()),
        counts(promotions, seen -> seen.hasPipelineId() ? seen.pipeline() : FactStatus.MISSING));
    it.looked("actor of the same", counts(promotions, Seen::mover));
    it.looked(
        "source revision of the same",
        counts(promotions, seen -> seen.hasRevision() ? seen.source() : FactStatus.MISSING));
    it.looked(
        "time of the same",
        promotions.getFirst().time(),
        "the ledger's own, of each; this one is the newest");
    long lacking =
        count(
            promotions,
            seen ->
                !seen.hasPipelineId() || !seen.hasRevision() || seen.mover() == FactStatus.MISSING);
    return lacking == 0
        ? it.proven("each of the newest %d promotions has all four".formatted(promotions.size()))
        : it.notProven(
            "%d of %d promotions lack one".formatted(lacking, promotions.size()),
            "in tagtrail.yaml: required: [mover, pipeline, source-repository, source-revision];"
                + " bundles pushed with --source and --revision");
  }

  private static String counts(List<Seen> events, Function<Seen, FactStatus> fact) {
    return "%d verified, %d claimed, %d missing"
        .formatted(
            count(events, seen -> fact.apply(seen) == FactStatus.VERIFIED),
            count(events, seen -> fact.apply(seen) == FactStatus.CLAIMED),
            count(events, seen -> fact.apply(seen) == FactStatus.MISSING));
  }

  static long count(List<Seen> events, Predicate<Seen> which) {
    return events.stream().filter(which).count();
  }

  static Finding outlives(Evidence evidence) {
    var it = new Case(Item.OUTLIVES, evidence);
    var place = evidence.place();
    it.looked(
        "where the ledger is",
        "%s, %s".formatted(place.kind(), place.durable() ? "durable" : "NOT said to be durable"));
    it.looked(
        "the log's head",
        place.newest(),
        "%s: %d entries, root %s".formatted(place.origin(), place.size(), place.root().shortHex()));
    var first = place.first();
    if (first == null) {
      return it.notProven("there is no history yet", "tagtrail adopt " + evidence.alias());
    }
    it.looked(
        "the oldest entry of " + evidence.alias(),
        first,
        "%d days of history, nothing ever deleted from it"
            .formatted(Duration.between(first, evidence.asOf()).toDays()));
    return place.durable()
        ? it.proven("the record is in a ledger of its own, not in a job's log")
        : it.notProven(
            "nobody says that the ledger outlives the machine",
            "put it where it does and say so: ledger: {path: …, durable: true}, or PostgreSQL");
  }

  static Finding answers(Evidence evidence) {
    var it = new Case(Item.ANSWERS, evidence);
    var answering = evidence.answering();
    var recorded = answering.recorded();
    if (recorded == null) {
      return it.unknown("nobody measured it", "tagtrail doctor " + evidence.alias());
    }
    it.looked(
        "time of current and previous, from the ledger, " + answering.from(),
        recorded.toMillis() + " ms");
    var live = answering.live();
    if (live != null) {
      it.looked(
          "the same with the registry asked and a target sought",
          live.toMillis() + " ms" + (answering.registryAnswers() ? "" : "; it did not answer"));
    }
    return recorded.compareTo(QUICK) <= 0
        ? it.proven("one command answers in less than a second")
        : it.notProven(
            "it takes longer than a second",
            "look at the ledger's disk or database: tagtrail_ledger_* of /metrics");
  }

  static Finding rollback(Evidence evidence) {
    var it = new Case(Item.ROLLBACK, evidence);
    var back = evidence.back();
    var rollbacks = evidence.trail().of(EventKind.ROLLBACK);
    long authorised = count(rollbacks, seen -> seen.authorisation() != null);
    it.looked(
        "rollbacks among its newest changes",
        rollbacks.isEmpty()
            ? "none yet"
            : "%d, of which %d follow an authorisation of their own"
                .formatted(rollbacks.size(), authorised));
    it.looked(
        "the target",
        (back.target() == null ? "none" : back.target())
            + ": "
            + back.why()
            + (back.passedOver() == 0 ? "" : "; %d passed over".formatted(back.passedOver())));
    var rehearsed = back.rehearsed();
    it.looked(
        "a rehearsal: the rollback itself, by the path of every move, dry",
        rehearsed == null ? "not run" : rehearsed);
    if (authorised < rollbacks.size()) {
      return it.notProven(
          "a rollback is on record that nothing authorised", "tagtrail verify " + evidence.alias());
    }
    if (back.target() == null && evidence.trail().governed()) {
      return it.notProven(
          "there is nothing to go back to",
          "promote a second bundle, or tagtrail adopt … --previous; then tagtrail get %s says why"
              .formatted(evidence.alias()));
    }
    if (back.safe() == null || rehearsed == null) {
      return it.unknown(
          "the target or its rehearsal could not be looked at: " + back.why(),
          "when the registry answers: tagtrail doctor " + evidence.alias());
    }
    boolean planned = rehearsed.startsWith("planned");
    if (!back.safe() || !planned) {
      return it.notProven(
          planned ? "the target is not safe" : "the rehearsal did not go through",
          "tagtrail rollback %s --dry-run".formatted(evidence.alias()));
    }
    return it.proven("a safe target, and the path of every move would go there now");
  }
}
