package io.tagtrail.server.signing;

import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.RollbackTargets;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.policy.Tenure;
import io.tagtrail.core.policy.Tenures;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.server.config.Config;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Signs with the present key what was authorised before: the current bundle of every alias that
/// the key signs for, and every bundle that it can go back to. After a rotation, and when signing
/// is turned on over a history. It attaches, and touches no tag but that of cosign's first layout;
/// what carries such a signature is left alone, so it can be stopped and run again.
public final class Resigning {
  private final Config config;
  private final Ledger ledger;
  private final OciRegistry registry;
  private final RegistrySigner signer;

  public Resigning(Config config, Ledger ledger, OciRegistry registry, RegistrySigner signer) {
    this.config = config;
    this.ledger = ledger;
    this.registry = registry;
    this.signer = signer;
  }

  /// What came of one bundle at one alias.
  public enum State {
    /// It carries one now; of a dry run: it would be signed.
    SIGNED,
    /// It carries one by this key already.
    THERE,
    /// It cannot be signed, and that is no failure: why says so.
    SKIPPED,
    FAILED
  }

  /// One bundle at one alias.
  ///
  /// @param why empty where there is nothing to say
  public record Item(Alias alias, long sequence, Digest digest, State state, String why) {}

  /// Goes through all of them; one that fails does not stop the others.
  ///
  /// @param key the name of the key
  public List<Item> run(String key, boolean dryRun, Instant now, Progress progress) {
    var work = new ArrayList<Work>();
    for (var alias : ledger.aliases()) {
      var location = ledger.alias(alias).location();
      if (location == null || !config.locations().containsKey(alias)) {
        continue;
      }
      var rules = config.policy().rulesOrUsual(alias);
      rules
          .assurance()
          .signingIn(location.repository())
          .filter(how -> how.key().equals(key))
          .ifPresent(how -> work.addAll(work(alias, location, rules, how, now)));
    }
    var items = new ArrayList<Item>();
    for (var each : work) {
      progress.at("signing", items.size(), work.size());
      items.add(sign(each, dryRun));
    }
    progress.at("signing", items.size(), work.size());
    return items;
  }

  private record Work(Alias alias, Location location, Tenure tenure, Assurance.Signing how) {
    Item item(State state, String why) {
      return new Item(alias, tenure.sequence(), tenure.digest(), state, why);
    }
  }

  private List<Work> work(
      Alias alias, Location location, Rules rules, Assurance.Signing how, Instant now) {
    var state = ledger.alias(alias);
    var all = new ArrayList<Tenure>();
    Tenures.streamed(ledger, alias)
        .filter(tenure -> tenure.digest().equals(state.governedDigest()))
        .findFirst()
        .ifPresent(all::add);
    for (var tenure : new RollbackTargets(ledger, registry).inReach(state, rules, now)) {
      if (all.stream().noneMatch(each -> each.digest().equals(tenure.digest()))) {
        all.add(tenure);
      }
    }
    return all.stream().map(tenure -> new Work(alias, location, tenure, how)).toList();
  }

  private Item sign(Work work, boolean dryRun) {
    var authorisation = authorisation(work.tenure());
    if (authorisation.isEmpty()) {
      return work.item(
          State.SKIPPED, "it was never authorised here: only what a move brought is signed");
    }
    try {
      var reference = Reference.of(work.location().repository(), work.tenure().digest());
      var manifest = registry.fetch(reference);
      if (manifest.isEmpty()) {
        return work.item(State.SKIPPED, "it is not at " + work.location().repository());
      }
      var done =
          dryRun
              ? signer.wanting(authorisation.get(), work.location(), manifest.get(), work.how())
              : signer.attach(authorisation.get(), work.location(), manifest.get(), work.how());
      return work.item(done == RegistrySigner.Done.SIGNED ? State.SIGNED : State.THERE, "");
    } catch (RegistryException e) {
      return work.item(State.FAILED, String.valueOf(e.getMessage()));
    }
  }

  private Optional<Entry> authorisation(Tenure tenure) {
    var settlement = tenure.isClaimed() ? null : tenure.entry().event().settlement();
    return settlement == null ? Optional.empty() : ledger.entry(settlement.intent());
  }
}
