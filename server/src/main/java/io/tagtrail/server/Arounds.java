package io.tagtrail.server;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.promotion.Around;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.server.clusters.ClusterTruth;
import io.tagtrail.server.clusters.HealthyExaminer;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.nudge.NudgeListener;
import io.tagtrail.server.nudge.Nudger;
import io.tagtrail.server.signing.Signing;
import io.tagtrail.store.StoredLedger;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What stands around the path in this process, put together from a configuration: what looks into
/// bundles, signs, tells others, and knows of clusters.
///
/// @param carriers who carries the tasks of the outbox that are not for the registry
public record Arounds(
    Around around, ClusterTruth clusters, Map<TaskKind, Delivery.Carrier> carriers) {
  public static final Arounds NOTHING =
      new Arounds(Around.NOTHING, ClusterTruth.nobody(), Map.of());

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

  /// The same without one kind of task, which is carried out by something else.
  public Arounds without(TaskKind kind) {
    var rest = new HashMap<>(carriers);
    rest.remove(kind);
    return new Arounds(around, clusters, rest);
  }

  /// @param env the environment variables, for secrets
  public static Arounds of(
      Config config,
      StoredLedger ledger,
      OciRegistry registry,
      Map<String, String> env,
      InstantSource clock) {
    var flux = config.around().flux();
    var nudger = new Nudger(() -> flux, env, ledger, clock, NudgeListener.NONE);
    var clusters =
        new ClusterTruth(ledger.notes(), clock, config.around().flux().clusters().staleAfter());
    Examiner healthy =
        new HealthyExaminer(
            clusters.health(), alias -> Optional.ofNullable(ledger.alias(alias).location()));
    var signing = Signing.of(config, ledger, registry, env, clusters, clock);
    var examiner = new Examiners(List.of(signing.examiner(), healthy));
    return new Arounds(
        new Around(examiner, signing.signer(), alias -> Nudger.anybody(flux, alias)),
        clusters,
        Map.of(TaskKind.NUDGE, nudger));
  }
}
