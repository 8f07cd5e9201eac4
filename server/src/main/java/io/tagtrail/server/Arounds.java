package io.tagtrail.server;

import io.tagtrail.core.cluster.Clusters;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.promotion.Around;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.Signer;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.server.config.Config;
import io.tagtrail.store.StoredLedger;
import java.util.EnumMap;
import java.util.Map;

/// What stands around the path in this process, put together from a configuration: what looks into
/// bundles, signs, tells others, and knows of clusters.
///
/// @param carriers who carries the tasks of the outbox that are not for the registry
public record Arounds(Around around, Clusters clusters, Map<TaskKind, Delivery.Carrier> carriers) {
  public static final Arounds NOTHING = new Arounds(Around.NOTHING, Clusters.NONE, Map.of());

  public Arounds {
    carriers = Map.copyOf(carriers);
  }

  /// Who carries what: the attaching is always there.
  Map<TaskKind, Delivery.Carrier> carriers(Ledger ledger, Registry registry) {
    var all = new EnumMap<TaskKind, Delivery.Carrier>(TaskKind.class);
    all.putAll(carriers);
    all.put(TaskKind.ATTACH, Delivery.attaching(ledger, registry));
    return all;
  }

  /// @param env the environment variables, for secrets
  public static Arounds of(
      Config config, StoredLedger ledger, OciRegistry registry, Map<String, String> env) {
    return new Arounds(
        new Around(Examiner.NONE, Signer.NONE, alias -> false), Clusters.NONE, Map.of());
  }
}
