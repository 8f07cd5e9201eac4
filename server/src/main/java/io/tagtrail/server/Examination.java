package io.tagtrail.server;

import io.tagtrail.core.cluster.Consumption;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.history.Live;
import io.tagtrail.core.history.Questions;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.RollbackTargets.Verdict;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.LedgerConfig;
import io.tagtrail.server.doctor.Evidence;
import io.tagtrail.server.doctor.Supplement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Looks at all that shows how safe an alias is. It writes nothing, anywhere: the rehearsal of the
/// rollback is a dry run.
final class Examination {
  /// How many of the newest changes are looked at, field by field.
  private static final int NEWEST = 50;

  private static final int TEXT_BYTES = 400;

  /// A rollback as everybody asks for one.
  interface Rehearsal {
    Outcome run(Alias alias, Ask ask) throws InterruptedException;
  }

  private final Config config;
  private final Ledger ledger;
  private final Registry registry;
  private final Questions questions;
  private final Time time;
  private final Rehearsal rehearsal;
  private final Supplement supplement;

  Examination(
      Config config,
      Ledger ledger,
      Registry registry,
      Questions questions,
      Time time,
      Rehearsal rehearsal,
      Supplement supplement) {
    this.config = config;
    this.ledger = ledger;
    this.registry = registry;
    this.questions = questions;
    this.time = time;
    this.rehearsal = rehearsal;
    this.supplement = supplement;
  }

  Evidence of(Alias alias) throws InterruptedException {
    var now = time.now();
    long began = time.nanos();
    questions.status(alias, now, false);
    long recorded = time.nanos();
    var status = questions.status(alias, now, true);
    long live = time.nanos();
    var rules = status.rules();
    var location = status.state().location();
    return new Evidence(
        alias,
        now,
        location == null ? config.locations().get(alias) : location,
        config.maturityOf(alias),
        false,
        trail(alias, status),
        place(alias),
        new Evidence.Answering(
            Duration.ofNanos(recorded - began),
            Duration.ofNanos(live - recorded),
            !(status.live() instanceof Live.Away),
            "measured beside the ledger"),
        back(alias, status),
        retention(alias, rules),
        location == null ? null : supplement.watch(alias, location).orElse(null),
        new Evidence.Consumers(
            status.clusters().stream().map(Examination::source).toList(), List.of()),
        assured(alias, status),
        List.of(),
        null);
  }

  private Evidence.Trail trail(Alias alias, Status status) {
    var state = status.state();
    var verified = new Verifier(ledger, registry).verify(alias, false);
    return new Evidence.Trail(
        state.isGoverned(),
        state.movedOutside() || status.live() instanceof Live.Differs,
        state.intent() != null,
        state.governedDigest(),
        ledger.changes(alias, Long.MAX_VALUE, NEWEST).stream().map(Examination::seen).toList(),
        state.lastSequence(),
        verified.entries(),
        verified.changes(),
        verified.problems());
  }

  private static Evidence.Seen seen(Entry entry) {
    var event = entry.event();
    var change = event.needChange();
    var facts = event.facts();
    var settlement = event.settlement();
    return new Evidence.Seen(
        entry.index(),
        change.sequence(),
        event.kind(),
        event.time(),
        change.digest() != null,
        change.previous() != null,
        facts.mover().status(),
        facts.mover().kind(),
        facts.pipeline().status(),
        facts.pipeline().id() != null,
        facts.source().status(),
        facts.source().revision() != null,
        settlement == null ? null : settlement.intent());
  }

  private Evidence.Place place(Alias alias) {
    var head = ledger.head();
    var kind =
        switch (config.store()) {
          case LedgerConfig.Folder folder -> "a folder of one machine";
          case LedgerConfig.Postgres database -> "a PostgreSQL database";
        };
    return new Evidence.Place(
        kind,
        config.durable(),
        head.origin(),
        head.size(),
        head.root(),
        head.time(),
        ledger.bySequence(alias, 1).map(entry -> entry.event().time()).orElse(null),
        0);
  }

  private Evidence.Back back(Alias alias, Status status) throws InterruptedException {
    var answer = status.backTo();
    if (answer == null) {
      return new Evidence.Back(null, null, "nothing was ever governed-live here", 0, null);
    }
    var target = answer.target();
    if (target == null) {
      var why =
          answer.passedOver().isEmpty()
              ? "no other bundle was governed-live here"
              : answer.passedOver().getFirst().why();
      return new Evidence.Back(false, null, why, answer.passedOver().size(), null);
    }
    var tenure = target.tenure();
    return new Evidence.Back(
        target.verdict() == Verdict.SAFE ? Boolean.TRUE : null,
        "%s:%s (#%d)"
            .formatted(tenure.digest().algorithm(), tenure.digest().shortHex(), tenure.sequence()),
        target.why(),
        answer.passedOver().size(),
        status.state().intent() == null ? rehearsed(alias) : null);
  }

  private @Nullable String rehearsed(Alias alias) throws InterruptedException {
    var ask =
        new Ask(
            "rehearsal-" + UUID.randomUUID(),
            new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null),
            "rehearsal",
            Facts.Pipeline.MISSING,
            Facts.Builder.MISSING,
            null,
            "a rehearsal: nothing is moved",
            null,
            null,
            true);
    try {
      return switch (rehearsal.run(alias, ask)) {
        case Outcome.Planned planned ->
            "planned: to %s as #%d, %d checks passed"
                .formatted(
                    planned.bundle().digest().shortHex(),
                    planned.sequence(),
                    planned.checks().size());
        case Outcome.Refused refused ->
            "refused: "
                + Text.clipped(
                    String.join(
                        "; ", refused.reasons().stream().map(check -> check.detail()).toList()),
                    TEXT_BYTES);
        case Outcome.Stale stale -> "stale: " + stale.why();
        case Outcome other -> other.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
      };
    } catch (RegistryException e) {
      return null;
    }
  }

  private Evidence.Retention retention(Alias alias, Rules rules) {
    var kept =
        supplement.kept(alias).orElse(new Supplement.Kept(null, 0, 0, List.of(), List.of(), null));
    return new Evidence.Retention(
        rules.window(),
        rules.keep(),
        kept.checked(),
        kept.targets(),
        kept.ready(),
        kept.lost(),
        kept.dying(),
        kept.rules());
  }

  private static Evidence.Source source(Consumption consumption) {
    var source = consumption.source();
    return new Evidence.Source(
        consumption.cluster(),
        source.shown(),
        consumption.heard(),
        consumption.stale(),
        source.consumed(),
        source.verify());
  }

  private Evidence.Assured assured(Alias alias, Status status) {
    var rules = status.rules();
    var location = status.state().location();
    Digest bundle = status.state().governedDigest();
    var keys =
        rules.assurance().signing().stream()
            .filter(signing ->
                location == null
                    || rules
                        .assurance()
                        .signingIn(location.repository())
                        .filter(signing::equals)
                        .isPresent())
            .map(Assurance.Signing::key)
            .toList();
    return new Evidence.Assured(
        rules.required().stream().map(field -> field.label()).sorted().toList(),
        rules.write() == io.tagtrail.core.event.Intent.Write.CALLER,
        neighbours(alias),
        keys,
        (location == null || bundle == null || keys.isEmpty())
            ? null
            : supplement.signed(location, bundle, keys).orElse(null),
        provenance(rules));
  }

  private List<String> neighbours(Alias alias) {
    var own = config.locations().get(alias);
    return own == null
        ? List.of()
        : config.locations().entrySet().stream()
            .filter(each ->
                !each.getKey().equals(alias)
                    && each.getValue().repository().equals(own.repository()))
            .map(each -> each.getKey().toString())
            .toList();
  }

  private static List<String> provenance(Rules rules) {
    var gates = rules.gates();
    var asked = new ArrayList<String>();
    gates.signatures().forEach(rule -> asked.add("signature:" + rule.name()));
    if (!gates.sources().isEmpty()) {
      asked.add("sources: " + Text.clipped(String.join(", ", gates.sources()), TEXT_BYTES));
    }
    gates.rules().forEach(rule -> asked.add("rule:" + rule.name()));
    return asked;
  }
}
