package io.tagtrail.server.doctor;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.server.config.Maturity;
import java.time.Duration;

/// What the levels ask beyond the checklists, and whether a level is declared truthfully.
final class LevelItems {
  /// A tag that nobody looked at for so long is not watched.
  static final Duration WATCHED = Duration.ofMinutes(15);

  private LevelItems() {}

  static Finding maturity(Evidence evidence, Maturity proven) {
    var it = new Case(Item.MATURITY, evidence);
    var declared = evidence.declared();
    it.looked(
        "tagtrail.yaml, environment " + evidence.alias().environment(),
        declared == null ? "declares none" : "maturity: " + declared);
    it.looked("the other items", "prove " + proven);
    if (declared == null) {
      return it.notProven("no maturity is declared", "in the environment: maturity: " + proven);
    }
    if (declared.compareTo(proven) > 0) {
      return it.notProven(
          "%s is declared and %s is proven".formatted(declared, proven),
          "prove the rest, or declare maturity: " + proven);
    }
    return it.proven(
        declared == proven
            ? declared + " is declared and proven"
            : "%s is declared; %s is proven, and could be declared".formatted(declared, proven));
  }

  static Finding outsideSeen(Evidence evidence) {
    var it = new Case(Item.OUTSIDE_SEEN, evidence);
    var trail = evidence.trail();
    var moves = trail.of(EventKind.OUTSIDE_MOVE);
    it.looked(
        "outside moves on record among its newest changes",
        moves.isEmpty()
            ? "none"
            : "%d, the last %s".formatted(moves.size(), moves.getFirst().time()));
    if (!trail.governed()) {
      return it.notProven("it is not in the ledger", "tagtrail adopt " + evidence.alias());
    }
    var watch = evidence.watch();
    if (watch == null) {
      return it.notProven(
          "nobody looks by itself: an outside move is seen when somebody looks",
          "run a server: it looks by itself, unless its tagtrail.yaml says sentinel: {watch: false}");
    }
    var last = watch.last();
    if (last == null) {
      it.looked(watch.by(), "not known from here");
      return it.unknown(
          "whether somebody looks by itself is not known from here",
          "ask the server that looks (it does, by default): tagtrail doctor %s --server URL"
              .formatted(evidence.alias()));
    }
    it.looked(watch.by(), last, "looked");
    if (last.plus(WATCHED).isBefore(evidence.asOf())) {
      return it.unknown(
          "it was not looked at in the last %d minutes".formatted(WATCHED.toMinutes()),
          "is the sentinel running, and does the registry answer? /metrics, /readyz");
    }
    return it.proven("the tag is looked at all the time, and what was moved outside is on record");
  }

  static Finding verifiedMovers(Evidence evidence) {
    var it = new Case(Item.VERIFIED_MOVERS, evidence);
    var moves =
        evidence.trail().newest().stream()
            .filter(seen -> seen.kind() == EventKind.PROMOTION || seen.kind() == EventKind.ROLLBACK)
            .toList();
    long verified = RecordItems.count(moves, seen -> seen.mover() == FactStatus.VERIFIED);
    it.looked(
        "who asked for its newest %d promotions and rollbacks".formatted(moves.size()),
        "%d proved by a token, %d not".formatted(verified, moves.size() - verified));
    var required = evidence.assured().required();
    boolean asked = required.contains("verified-mover") || required.contains("workload-mover");
    it.looked("policy", asked ? "requires a verified mover" : "takes a mover that is only claimed");
    if (moves.isEmpty() && asked) {
      return it.unknown("nothing was moved here yet", "tagtrail promote … " + evidence.alias());
    }
    return asked && verified == moves.size()
        ? it.proven("every mover was proved by a token")
        : it.notProven(
            asked ? "not every mover on record was proved" : "policy does not ask for it",
            "a server with identity (docs/identity.md), and in the environment: required: [verified-mover]");
  }

  static Finding signed(Evidence evidence) {
    var it = new Case(Item.SIGNED, evidence);
    var assured = evidence.assured();
    it.looked(
        "the environment's keys",
        assured.keys().isEmpty() ? "none signs here" : String.join(", ", assured.keys()));
    if (assured.keys().isEmpty()) {
      return it.notProven(
          "nothing that is authorised here is signed",
          "tagtrail keys create, and in the environment: sign: {key: …} (docs/signing.md)");
    }
    var signed = assured.signed();
    if (signed == null) {
      return it.unknown(
          "whether the current bundle carries the signature was not looked at",
          "when the registry answers: tagtrail doctor " + evidence.alias());
    }
    it.looked("the current bundle", signed ? "carries a signature of such a key" : "carries none");
    return signed
        ? it.proven("what is live carries a signature of such a key")
        : it.notProven(
            "the current bundle is not signed", "tagtrail keys resign, or the next promotion");
  }

  static Finding fluxVerifies(Evidence evidence) {
    var it = new Case(Item.FLUX_VERIFIES, evidence);
    var sources = evidence.consumers().sources();
    for (var source : sources) {
      it.looked(
          "%s in cluster %s".formatted(source.name(), source.cluster()),
          source.heard(),
          source.verify() == null ? "spec.verify is not set" : "spec.verify: " + source.verify());
    }
    if (sources.isEmpty()) {
      return it.looked("clusters", "none reports that it follows the tag")
          .unknown(
              "no cluster reports",
              "let a server look, or run the agent in each cluster (docs/flux.md)");
    }
    if (sources.stream().anyMatch(source -> source.verify() == null)) {
      return it.notProven(
          "a cluster takes what nobody signed",
          "tagtrail keys show prints the Secret; spec.verify: {provider: cosign, secretRef: …}");
    }
    if (sources.stream().anyMatch(Evidence.Source::stale)) {
      return it.unknown("a cluster was not heard of lately", "is its agent running?");
    }
    boolean nobodySigns = evidence.assured().keys().isEmpty();
    return nobodySigns
        ? it.notProven("Flux verifies, but no key of this environment signs", "sign: {key: …}")
        : it.proven("every source that follows the tag verifies before it takes anything");
  }

  static Finding provenance(Evidence evidence) {
    var it = new Case(Item.PROVENANCE, evidence);
    var gates = evidence.assured().provenance();
    it.looked(
        "the environment's gates", gates.isEmpty() ? "ask for none" : String.join("; ", gates));
    return gates.isEmpty()
        ? it.notProven(
            "any bundle is good enough, wherever it comes from",
            "in the environment: signatures: (of the builder), sources:, or rules: (docs/configuration.md)")
        : it.proven("a bundle of unknown origin is refused");
  }

  static Finding witnessed(Evidence evidence) {
    var it = new Case(Item.WITNESSED, evidence);
    int witnesses = evidence.place().witnesses();
    it.looked(
        "who else signed the log's head", witnesses == 0 ? "nobody" : witnesses + " witnesses");
    return witnesses > 0
        ? it.proven("whoever holds the ledger cannot take back what it said")
        : it.notProven(
            "whoever holds the ledger could put an older copy back unseen",
            "witnesses are not there yet in this version: keep `tagtrail ledger head` somewhere"
                + " else, each day");
  }
}
