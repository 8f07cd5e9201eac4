package io.tagtrail.server.policytest;

import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Evaluators.Said;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.PolicyLog;
import io.tagtrail.core.policy.Requester;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Actor;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Powers;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Source;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.policytest.Case.Past;
import io.tagtrail.server.rules.LibraryEvaluators;
import io.tagtrail.store.SqliteLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The world of one case: its past is played by the one path under a policy that asks nothing, then
/// the configuration's policy comes into force, then what is asked is asked as a dry run.
final class CaseWorld implements AutoCloseable {
  private final Config config;
  private final Case given;
  private final CaseTime time;
  private final CaseRegistry registry;
  private final Path folder;
  private final Ledger ledger;
  private final List<String> notes = new ArrayList<>();
  private int requests;

  CaseWorld(Config config, Map<String, Map<String, String>> bundles, Case given) {
    this.config = config;
    this.given = given;
    this.registry = new CaseRegistry(bundles);
    this.time = new CaseTime(first(given));
    try {
      this.folder = Files.createTempDirectory("tagtrail-policy-test");
    } catch (IOException e) {
      throw new UncheckedIOException("no folder for the ledger of a case can be made", e);
    }
    this.ledger = SqliteLedger.create(folder, "tagtrail/policy-test", time::now);
  }

  private static Instant first(Case given) {
    return given.history().stream()
        .map(Past::at)
        .min(Comparator.naturalOrder())
        .filter(at -> at.isBefore(given.time()))
        .orElse(given.time())
        .minusSeconds(60);
  }

  /// What was given and does not count.
  List<String> notes() {
    return notes;
  }

  Outcome play() throws InterruptedException {
    activate(asksNothing());
    var past = path(asksNothing(), Evaluators.NONE);
    for (var each : given.history().stream().sorted(Comparator.comparing(Past::at)).toList()) {
      time.reach(each.at());
      play(past, each);
    }
    activate(config.policy());
    stop();
    approve();
    time.reach(given.time());
    return path(
            config.policy(),
            new LibraryEvaluators((rule, repository, digest) -> signed(rule.name())))
        .move(request());
  }

  private Said signed(String rule) {
    return given.signed().contains(rule)
        ? new Said.Yes()
        : new Said.No("the case does not say that it is signed so");
  }

  /// The same environments, without an order, required fields and gates.
  private Policy asksNothing() {
    return Policy.of(
        config.policy().environments().values().stream()
            .map(rules ->
                new Rules(
                    rules.environment(),
                    List.of(),
                    Set.of(),
                    rules.window(),
                    rules.keep(),
                    rules.timing(),
                    false))
            .map(rules -> rules.with(Gates.NONE))
            .toList());
  }

  private void activate(Policy policy) {
    new PolicyLog(ledger).apply(policy, next(), Facts.NONE, List.of());
  }

  private GovernedPath path(Policy policy, Evaluators evaluators) {
    return new GovernedPath(
        ledger, registry, policy, evaluators, time, Step.Listener.SILENT, Progress.SILENT);
  }

  private void play(GovernedPath path, Past past) throws InterruptedException {
    var alias = past.alias();
    var location = config.location(alias);
    var bundle = registry.bundle(past.bundle()).digest();
    var aim =
        past.rollback()
            ? new Aim.RollBack(sequence(alias, bundle, past.bundle()))
            : new Aim.Promote(
                new Source.InRegistry(Reference.of(location.repository(), bundle)), true);
    var outcome =
        path.move(
            new MoveRequest(
                alias,
                aim,
                location,
                next(),
                Mover.MISSING,
                null,
                past.pipeline(),
                Facts.Builder.MISSING,
                null,
                "the history of a case",
                null,
                null,
                false));
    if (!(outcome instanceof Outcome.Moved)) {
      throw new InvalidValueException(
          "its history cannot have been: %s at %s, %s"
              .formatted(past.bundle(), alias, outcome.getClass().getSimpleName()));
    }
  }

  private long sequence(Alias alias, Digest bundle, String name) {
    return ledger.changes(alias, Long.MAX_VALUE, 1_000).stream()
        .map(Entry::event)
        .filter(event -> bundle.equals(event.needChange().digest()))
        .findFirst()
        .orElseThrow(
            () -> new InvalidValueException("%s was not live at %s before".formatted(name, alias)))
        .needChange()
        .sequence();
  }

  private void stop() {
    var stops = new Stops(ledger);
    for (var alias : given.holds()) {
      stops.hold(alias, Stop.Scope.FORWARD, null, nobody());
    }
    for (var name : given.blocked()) {
      stops.block(given.alias().application(), registry.bundle(name).digest(), nobody());
    }
  }

  private Actor nobody() {
    return new Actor(next(), Mover.MISSING, null, Facts.Pipeline.MISSING, null);
  }

  private void approve() {
    var approving = new Approving(ledger, config.policy(), time);
    for (var each :
        given.approvals().stream().sorted(Comparator.comparing(Case.Given::at)).toList()) {
      time.reach(each.at());
      var by = each.by();
      var actor = new Actor(next(), by.mover(), by.person(), Facts.Pipeline.MISSING, null);
      var powers = new Powers(false, List.of(), by.groups(), by.linked());
      var requester =
          each.requester() == null
              ? Requester.id(given.by().mover(), given.by().person())
              : each.requester();
      var result = approving.approve(given.alias(), wanted(), requester, actor, powers, null);
      if (result instanceof Approving.Result.Refused refused) {
        notes.add("an approval does not count: " + refused.why());
      }
    }
  }

  private Digest wanted() {
    var name = given.bundle();
    if (name == null) {
      throw new InvalidValueException(
          "an approval needs to know for which bundle: say rollback: BUNDLE");
    }
    return registry.bundle(name).digest();
  }

  private MoveRequest request() {
    var alias = given.alias();
    var location = config.location(alias);
    return new MoveRequest(
        alias,
        aim(alias, given.bundle()),
        location,
        next(),
        given.by().mover(),
        given.by().person(),
        given.pipeline(),
        given.builder(),
        given.release(),
        given.reason() == null && given.rollback() ? "a case" : given.reason(),
        null,
        null,
        true,
        new Powers(
            given.pastAdmission(), given.overrides(), given.by().groups(), given.by().linked()));
  }

  private Aim aim(Alias alias, @Nullable String bundle) {
    if (!given.rollback()) {
      var digest = registry.bundle(Objects.requireNonNull(bundle)).digest();
      return new Aim.Promote(
          new Source.InRegistry(Reference.of(config.location(alias).repository(), digest)),
          given.allowOlder());
    }
    return new Aim.RollBack(
        bundle == null ? null : sequence(alias, registry.bundle(bundle).digest(), bundle));
  }

  private String next() {
    return "case-" + requests++;
  }

  @Override
  public void close() {
    ledger.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger of a case cannot be removed: " + folder, e);
    }
  }
}
