package io.tagtrail.server;

import io.tagtrail.core.cluster.Clusters;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.LedgerConfig;
import io.tagtrail.server.rules.LibraryEvaluators;
import io.tagtrail.server.sentinel.SentinelDesk;
import io.tagtrail.server.signatures.RegistrySignatures;
import io.tagtrail.server.signing.Resigning;
import io.tagtrail.server.signing.Signing;
import io.tagtrail.store.CheckReport;
import io.tagtrail.store.LedgerSettings;
import io.tagtrail.store.Ledgers;
import io.tagtrail.store.PostgresSettings;
import io.tagtrail.store.SqliteSettings;
import io.tagtrail.store.StoredLedger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Tagtrail on this machine: a ledger in a folder or a database, registries reached from here.
public final class Local {
  private Local() {}

  /// Opens the ledger of a configuration and the registries with it.
  ///
  /// @param env the environment variables, for credentials and to know a CI runner
  /// @throws LedgerException if there is no ledger, it cannot be used, or this machine's disk is no
  ///   place for one
  public static Tagtrail open(
      Config config, Map<String, String> env, Time time, Step.Listener steps, Progress progress) {
    var ledger = ledger(config, env, time);
    var registry = Registries.of(config, env);
    return new LocalTagtrail(
            config,
            ledger,
            registry,
            new LibraryEvaluators(new RegistrySignatures(registry, registry::blob)),
            Arounds.of(config, ledger, registry, env, time::now),
            time,
            steps,
            progress)
        .with(new SentinelDesk(ledger.notes(), time::now));
  }

  /// Makes the ledger of a configuration, and its policy the active one. A ledger that is there
  /// already is left as it is.
  ///
  /// @param origin the ledger's name for ever
  /// @return whether it was made
  public static boolean create(
      Config config, Map<String, String> env, Time time, String origin, Ask ask) {
    refuseRunner(config, env);
    var settings = settings(config.store(), env);
    if (Ledgers.exists(settings)) {
      return false;
    }
    try (var ledger = Ledgers.create(settings, origin, time::now)) {
      PolicyChanges.apply(ledger, config.policy(), ask);
    }
    return true;
  }

  /// Makes the policy of a configuration the ledger's active one.
  ///
  /// @return the event of it; empty if it is active already
  public static Optional<Entry> applyPolicy(
      Config config, Map<String, String> env, Time time, Ask ask) {
    try (var ledger = ledger(config, env, time)) {
      return PolicyChanges.apply(ledger, config.policy(), ask);
    }
  }

  /// The digest of the ledger's active policy; empty if it has none yet.
  public static Optional<Digest> activePolicy(Config config, Map<String, String> env, Time time) {
    try (var ledger = ledger(config, env, time)) {
      return Optional.ofNullable(ledger.policy().active());
    }
  }

  /// Checks the whole ledger: index, hashes, root, continuity, projections.
  public static CheckReport check(Config config, Map<String, String> env, Time time) {
    try (var ledger = ledger(config, env, time)) {
      return ledger.check();
    }
  }

  /// Rebuilds every projection from the entries, then checks.
  public static CheckReport rebuild(Config config, Map<String, String> env, Time time) {
    try (var ledger = ledger(config, env, time)) {
      ledger.rebuild();
      return ledger.check();
    }
  }

  /// Erases the text behind a commitment; the entry stays, and verifies.
  ///
  /// @return whether it was there
  public static boolean erase(
      Config config, Map<String, String> env, Time time, Digest commitment) {
    try (var ledger = ledger(config, env, time)) {
      return ledger.erase(commitment);
    }
  }

  /// Signs again with the present key of a name what was authorised before, see [Resigning].
  public static List<Resigning.Item> resign(
      Config config,
      Map<String, String> env,
      Time time,
      String key,
      boolean dryRun,
      Progress progress) {
    try (var ledger = ledger(config, env, time);
        var registry = Registries.of(config, env)) {
      var signing = Signing.of(config, ledger, registry, env, Clusters.NONE, time::now);
      return new Resigning(config, ledger, registry, signing.registrySigner())
          .run(key, dryRun, time.now(), progress);
    }
  }

  private static StoredLedger ledger(Config config, Map<String, String> env, Time time) {
    refuseRunner(config, env);
    var settings = settings(config.store(), env);
    if (!Ledgers.exists(settings)) {
      throw new LedgerException(
          LedgerException.Kind.UNAVAILABLE,
          "there is no ledger in %s (tagtrail init makes one)".formatted(config.store().shown()));
    }
    return Ledgers.open(settings, time::now);
  }

  /// Where a ledger is, as the store takes it. The password of a database is read when it is
  /// needed.
  public static LedgerSettings settings(LedgerConfig place, Map<String, String> env) {
    return switch (place) {
      case LedgerConfig.Folder folder -> SqliteSettings.of(folder.path());
      case LedgerConfig.Postgres postgres ->
          PostgresSettings.of(postgres.jdbcUrl(), postgres.user(), () -> postgres.password(env));
    };
  }

  /// A runner's disk is gone after the job, and the history with it.
  private static void refuseRunner(Config config, Map<String, String> env) {
    var ci = env.getOrDefault("CI", "");
    boolean runner = !ci.isEmpty() && !ci.equals("false") && !ci.equals("0");
    if (runner && !config.durable()) {
      throw new LedgerException(
          LedgerException.Kind.REFUSED,
          ("this looks like a CI runner (CI=%s), and a runner's disk is no ledger: if %s outlives the job,"
                  + " say ledger: {path: …, durable: true} or name it in TAGTRAIL_LEDGER")
              .formatted(Text.clipped(ci, 20), config.store().shown()));
    }
  }
}
