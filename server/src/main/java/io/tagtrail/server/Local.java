package io.tagtrail.server;

import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.server.config.Config;
import io.tagtrail.store.CheckReport;
import io.tagtrail.store.SqliteLedger;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Tagtrail on this machine: a ledger in a folder, registries reached from here.
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
    return new LocalTagtrail(config, ledger, Registries.of(config, env), time, steps, progress);
  }

  /// Makes the ledger of a configuration, and its policy the active one. A ledger that is there
  /// already is left as it is.
  ///
  /// @param origin the ledger's name for ever
  /// @return whether it was made
  public static boolean create(
      Config config, Map<String, String> env, Time time, String origin, Ask ask) {
    refuseRunner(config, env);
    if (SqliteLedger.isIn(config.ledger())) {
      return false;
    }
    try (var ledger = SqliteLedger.create(config.ledger(), origin, time::now)) {
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

  private static SqliteLedger ledger(Config config, Map<String, String> env, Time time) {
    refuseRunner(config, env);
    if (!SqliteLedger.isIn(config.ledger())) {
      throw new LedgerException(
          LedgerException.Kind.UNAVAILABLE,
          "there is no ledger in %s (tagtrail init makes one)".formatted(shown(config.ledger())));
    }
    return SqliteLedger.open(config.ledger(), time::now);
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
              .formatted(Text.clipped(ci, 20), shown(config.ledger())));
    }
  }

  private static String shown(Path folder) {
    return folder.normalize().toString();
  }
}
