package io.tagtrail.server.readiness;

import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.policy.RollbackTargets;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.policy.Tenure;
import io.tagtrail.core.policy.Tenures;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.server.retention.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/// The bundles that an alias needs to keep, by the ledger alone: the one that governs, and those
/// that it could go back to.
public final class Reach {
  private static final Duration SHARED = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final Policy policy;
  private final RollbackTargets targets;
  private volatile Shared shared = new Shared(Instant.EPOCH, Map.of());

  /// The aliases of each repository, as they were at a time.
  private record Shared(Instant at, Map<Repository, List<Alias>> aliases) {}

  /// @param registry is not asked
  public Reach(Ledger ledger, Policy policy, Registry registry) {
    this.ledger = ledger;
    this.policy = policy;
    this.targets = new RollbackTargets(ledger, registry);
  }

  /// Newest first; none of an alias that nobody governs.
  public List<Target> of(Alias alias, Instant now) {
    var state = ledger.alias(alias);
    var location = state.location();
    if (!state.isGoverned() || location == null) {
      return List.of();
    }
    var rules = policy.rulesOrUsual(alias);
    var all = Tenures.of(ledger, alias).all();
    var order = new ArrayList<>(new LinkedHashSet<>(all.stream().map(Tenure::digest).toList()));
    var wanted = new LinkedHashSet<Digest>();
    var governed = state.governedDigest();
    if (governed != null) {
      wanted.add(governed);
    }
    targets.inReach(state, rules, now).forEach(tenure -> wanted.add(tenure.digest()));
    return wanted.stream()
        .map(digest -> target(state, location, rules, all, digest, order.indexOf(digest), now))
        .toList();
  }

  /// Those of all aliases in a repository, and of this one: what one pushes counts for the others.
  /// Which aliases are there may be a minute old.
  public List<Target> around(Alias alias, Instant now) {
    var location = ledger.alias(alias).location();
    if (location == null) {
      return List.of();
    }
    var known = shared;
    if (known.at().plus(SHARED).isBefore(now) || now.isBefore(known.at())) {
      known = new Shared(now, byRepository());
      shared = known;
    }
    return known.aliases().getOrDefault(location.repository(), List.of(alias)).stream()
        .flatMap(each -> of(each, now).stream())
        .toList();
  }

  private Map<Repository, List<Alias>> byRepository() {
    var all = new LinkedHashMap<Repository, List<Alias>>();
    for (var alias : ledger.aliases()) {
      var location = ledger.alias(alias).location();
      if (location != null) {
        all.computeIfAbsent(location.repository(), each -> new ArrayList<>()).add(alias);
      }
    }
    return all;
  }

  private static Target target(
      AliasState state,
      Location location,
      Rules rules,
      List<Tenure> all,
      Digest digest,
      int newer,
      Instant now) {
    var own = all.stream().filter(tenure -> tenure.digest().equals(digest)).toList();
    boolean live = digest.equals(state.governedDigest());
    var until = own.isEmpty() ? null : own.getFirst().until();
    var left = live ? null : until == null ? now : until;
    return new Target(
        state.alias(),
        location,
        digest,
        own.stream().anyMatch(tenure -> isIndex(tenure.bundle().mediaType())),
        own.stream()
            .filter(tenure -> !tenure.isClaimed())
            .filter(tenure -> tenure.repository().equals(location.repository()))
            .map(tenure -> new Target.Kept(tenure.sequence(), tenure.entry().event().time()))
            .toList(),
        left,
        left == null ? null : left.plus(rules.window()),
        Math.max(0, newer),
        rules.keep());
  }

  private static boolean isIndex(String mediaType) {
    return mediaType.contains("index") || mediaType.contains("manifest.list");
  }
}
