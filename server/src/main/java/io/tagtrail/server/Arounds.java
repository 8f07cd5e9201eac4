package io.tagtrail.server;

import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.promotion.Around;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.Signer;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.tree.Round;
import io.tagtrail.server.clusters.ClusterTruth;
import io.tagtrail.server.clusters.HealthyExaminer;
import io.tagtrail.server.clusters.KnownLocations;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.doctor.Supplement;
import io.tagtrail.server.inside.InsideExaminer;
import io.tagtrail.server.inside.Insides;
import io.tagtrail.server.inside.Layers;
import io.tagtrail.server.nudge.NudgeListener;
import io.tagtrail.server.nudge.Nudger;
import io.tagtrail.server.readiness.Budget;
import io.tagtrail.server.readiness.Means;
import io.tagtrail.server.signing.SignedLook;
import io.tagtrail.server.signing.Signing;
import io.tagtrail.store.StoredLedger;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What stands around the path in this process, put together from a configuration: what looks into
/// bundles, signs, tells others, and knows of clusters.
///
/// @param carriers who carries the tasks of the outbox that are not for the registry
/// @param rehearsing what looks at rollback targets work with; null: nothing of their own
/// @param insides what looks into bundles
/// @param supplement what these can tell the doctor
public record Arounds(
    Around around,
    ClusterTruth clusters,
    Map<TaskKind, Delivery.Carrier> carriers,
    @Nullable Means rehearsing,
    Insides insides,
    Supplement supplement) {
  public static final Arounds NOTHING =
      new Arounds(
          Around.NOTHING, ClusterTruth.nobody(), Map.of(), null, Insides.NONE, Supplement.NONE);

  public Arounds {
    carriers = Map.copyOf(carriers);
  }

  /// What looks at rollback targets work with.
  Means means(Registry registry) {
    return rehearsing == null ? Means.plain(registry) : rehearsing;
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
    return new Arounds(around, clusters, rest, rehearsing, insides, supplement);
  }

  /// The same with another signer in front of its own.
  public Arounds signing(UnaryOperator<Signer> in) {
    var same = new Around(around.examiner(), in.apply(around.signer()), around.nudges());
    return new Arounds(same, clusters, carriers, rehearsing, insides, supplement);
  }

  /// The same, with something more to tell the doctor.
  public Arounds telling(Supplement more) {
    return new Arounds(
        around, clusters, carriers, rehearsing, insides, Supplement.of(List.of(supplement, more)));
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
        new ClusterTruth(
            ledger.notes(),
            clock,
            config.around().flux().clusters().staleAfter(),
            new KnownLocations(config.locations().values(), ledger, clock));
    Examiner healthy =
        new HealthyExaminer(
            clusters.health(), alias -> Optional.ofNullable(ledger.alias(alias).location()));
    var insides =
        new Layers(registry, registry::blob, Limits.USUAL, config.around().inside().crds());
    var inside = InsideExaminer.of(config, ledger, registry, insides, System::nanoTime);
    var signing = Signing.of(config, ledger, registry, env, clusters, clock);
    var examiner = new Examiners(List.of(inside, signing.examiner(), healthy));
    return new Arounds(
        new Around(examiner, signing.signer(), alias -> Nudger.anybody(flux, alias)),
        clusters,
        Map.of(TaskKind.NUDGE, nudger),
        rehearsing(config, ledger, registry),
        insides,
        new SignedLook(signing.ring(), registry));
  }

  private static Means rehearsing(Config config, StoredLedger ledger, OciRegistry registry) {
    var readiness = config.around().readiness();
    var budget = new Budget(readiness.requests(), System::nanoTime);
    return new Means(ledger.notes(), () -> registry.within(new Round(budget)), readiness.atOnce());
  }
}
