package io.tagtrail.core.history;

import io.tagtrail.core.cluster.Clusters;
import io.tagtrail.core.cluster.Consumption;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Head;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.RollbackTargets;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.policy.Tenure;
import io.tagtrail.core.policy.Tenures;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Answers the questions about aliases. It writes nothing, anywhere.
public final class Questions {
  private final Ledger ledger;
  private final Registry registry;
  private final Policy policy;
  private final Evaluators evaluators;
  private final Examiner examiner;
  private final Clusters clusters;

  /// The questions of a process that has no evaluators.
  public Questions(Ledger ledger, Registry registry, Policy policy) {
    this(ledger, registry, policy, Evaluators.NONE);
  }

  public Questions(Ledger ledger, Registry registry, Policy policy, Evaluators evaluators) {
    this(ledger, registry, policy, evaluators, Examiner.NONE, Clusters.NONE);
  }

  public Questions(
      Ledger ledger,
      Registry registry,
      Policy policy,
      Evaluators evaluators,
      Examiner examiner,
      Clusters clusters) {
    this.ledger = ledger;
    this.examiner = examiner;
    this.clusters = clusters;
    this.registry = registry;
    this.policy = policy;
    this.evaluators = evaluators;
  }

  /// Everything about one alias.
  ///
  /// @param ask whether the registry is asked; without it nothing is shown as safe
  public Status status(Alias alias, Instant now, boolean ask) {
    var state = ledger.alias(alias);
    var rules = rules(alias);
    var live = ask ? live(state, now) : new Live.NotAsked();
    boolean answers = live instanceof Live.Agrees || live instanceof Live.Differs;
    var current = live instanceof Live.Differs differs ? differs.actual() : state.observedDigest();
    var governed = state.governed();
    return new Status(
        state,
        rules,
        entry(governed),
        entry(state.before()),
        state.movedOutside() ? entry(state.observed()) : null,
        live,
        ledger.application(alias.application()).blocks(),
        governed == null
            ? null
            : new RollbackTargets(ledger, registry, examiner)
                .find(state, rules, current, now, answers),
        governed == null ? null : attach(governed),
        evaluators.windows(rules.gates().windows(), now),
        consumed(state, now),
        now);
  }

  /// The status without the search for a rollback target: what a board shows.
  public Status brief(Alias alias, Instant now, boolean ask) {
    var state = ledger.alias(alias);
    var rules = rules(alias);
    return new Status(
        state,
        rules,
        entry(state.governed()),
        entry(state.before()),
        state.movedOutside() ? entry(state.observed()) : null,
        ask ? live(state, now) : new Live.NotAsked(),
        ledger.application(alias.application()).blocks(),
        null,
        null,
        evaluators.windows(rules.gates().windows(), now),
        consumed(state, now),
        now);
  }

  private @Nullable Outgoing attach(Head governed) {
    return ledger.tasks(governed.index()).stream()
        .filter(task -> task.kind() == TaskKind.ATTACH)
        .findFirst()
        .orElse(null);
  }

  private List<Consumption> consumed(AliasState state, Instant now) {
    var location = state.location();
    return location == null ? List.of() : clusters.of(location, now);
  }

  /// What the registry says of the tag, against the governed head.
  public Live live(AliasState state, Instant now) {
    Location location = state.location();
    if (location == null || state.governed() == null) {
      return new Live.NotAsked();
    }
    try {
      var actual = registry.head(location.reference()).map(Descriptor::digest).orElse(null);
      return Objects.equals(actual, state.governedDigest())
          ? new Live.Agrees(now)
          : new Live.Differs(actual, now);
    } catch (RegistryException e) {
      return new Live.Away(String.valueOf(e.getMessage()));
    }
  }

  /// The entry that an address names; empty where there is none.
  public Optional<Entry> resolve(Address address) {
    return switch (address.at()) {
      case Address.At.Now now ->
          Optional.ofNullable(entry(ledger.alias(address.alias()).governed()));
      case Address.At.Back back -> distinct(address.alias(), back.steps());
      case Address.At.Sequence sequence -> ledger.bySequence(address.alias(), sequence.sequence());
      case Address.At.Then then -> ledger.asOf(address.alias(), then.time());
    };
  }

  /// The sequence that somebody who wants to go back means by `1.4.1`, `#41`, `41`, `~1`, a digest
  /// or its beginning.
  ///
  /// @throws InvalidValueException if it means nothing here, or more than one bundle
  public long rollbackSequence(Alias alias, String selector, Instant now) {
    var tenures = Tenures.of(ledger, alias).all();
    if (selector.startsWith("#") || selector.startsWith("~") || selector.startsWith("@{")) {
      return sequence(alias, selector, now, tenures);
    }
    var found = matching(tenures, selector);
    var digests = found.stream().map(Tenure::digest).distinct().toList();
    if (digests.size() == 1) {
      return found.getFirst().sequence();
    }
    if (digests.size() > 1) {
      throw new InvalidValueException(
          "%s means %d bundles of %s: name one by its sequence (#N) or digest"
              .formatted(selector, digests.size(), alias));
    }
    throw new InvalidValueException(
        "nothing that was governed-live at %s is called %s (tagtrail history %s)"
            .formatted(alias, Text.clipped(selector, 80), alias));
  }

  private long sequence(Alias alias, String selector, Instant now, List<Tenure> tenures) {
    var at = Address.at(selector, now);
    if (at instanceof Address.At.Sequence sequence) {
      return sequence.sequence();
    }
    var wanted =
        resolve(new Address(alias, at))
            .map(found -> found.event().needChange().digest())
            .orElseThrow(
                () -> new InvalidValueException("%s has no %s".formatted(alias, selector)));
    return tenures.stream()
        .filter(tenure -> tenure.digest().equals(wanted))
        .findFirst()
        .map(Tenure::sequence)
        .orElseThrow(() ->
            new InvalidValueException(
                "what %s was at %s was not governed: it cannot be rolled back to"
                    .formatted(alias, selector)));
  }

  private static List<Tenure> matching(List<Tenure> tenures, String selector) {
    boolean digest = Digest.isDigest(selector);
    boolean beginning = selector.matches("[0-9a-f]{7,64}");
    return tenures.stream()
        .filter(tenure ->
            digest
                ? tenure.digest().toString().equals(selector)
                : selector.equals(label(tenure))
                    || (beginning && tenure.digest().hex().startsWith(selector)))
        .toList();
  }

  private static @Nullable String label(Tenure tenure) {
    return tenure.isClaimed() ? null : tenure.entry().event().facts().release();
  }

  /// Steps back over bundles, not over entries: bringing the same bundle back is no step.
  private Optional<Entry> distinct(Alias alias, int steps) {
    Digest last = null;
    int passed = -1;
    for (var tenure : Tenures.newestFirst(ledger, alias)) {
      if (!tenure.digest().equals(last)) {
        passed++;
        last = tenure.digest();
      }
      if (passed == steps) {
        return tenure.isClaimed() ? Optional.empty() : Optional.of(tenure.entry());
      }
    }
    return Optional.empty();
  }

  private Rules rules(Alias alias) {
    return policy.rulesOrUsual(alias);
  }

  private @Nullable Entry entry(@Nullable Head head) {
    return head == null ? null : ledger.entry(head.index()).orElse(null);
  }
}
