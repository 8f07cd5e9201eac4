package io.tagtrail.server.http;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Refusals;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.server.Arounds;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.LocalTagtrail;
import io.tagtrail.server.Registries;
import io.tagtrail.server.SentinelSupplement;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.LedgerConfig;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.http.metric.MeasuredLedger;
import io.tagtrail.server.http.metric.MeasuredSigner;
import io.tagtrail.server.http.metric.Metrics;
import io.tagtrail.server.http.metric.StepTimer;
import io.tagtrail.server.identity.Identities;
import io.tagtrail.server.identity.Identity;
import io.tagtrail.server.rights.Guarded;
import io.tagtrail.server.rights.Rights;
import io.tagtrail.server.rules.LibraryEvaluators;
import io.tagtrail.server.sentinel.SentinelDesk;
import io.tagtrail.server.signatures.RegistrySignatures;
import io.tagtrail.store.LedgerSettings;
import io.tagtrail.store.Ledgers;
import io.tagtrail.store.PostgresSettings;
import io.tagtrail.store.SqliteSettings;
import io.tagtrail.store.StoredLedger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Puts the parts of a server together: what lasts as long as the process, and for each
/// configuration what follows from it.
final class Wiring implements AutoCloseable {
  private final Map<String, String> env;
  private final Time time;
  private final StoredLedger stored;
  private final Ledger ledger;
  private final LedgerConfig place;
  private final StepTimer steps;
  private final SentinelDesk desk;
  private final Metrics metrics;

  private Wiring(
      Map<String, String> env,
      Time time,
      StoredLedger stored,
      Ledger ledger,
      LedgerConfig place,
      StepTimer steps,
      Metrics metrics) {
    this.metrics = metrics;
    this.env = env;
    this.time = time;
    this.stored = stored;
    this.ledger = ledger;
    this.place = place;
    this.desk = new SentinelDesk(stored.notes(), time::now);
    this.steps = steps;
  }

  /// Opens the ledger of a configuration.
  ///
  /// @throws LedgerException if there is none, or it cannot be used
  static Wiring open(
      Config config,
      Map<String, String> env,
      Time time,
      Metrics metrics,
      StepTimer steps,
      Signal committed) {
    var settings = settings(config.store(), env);
    if (!Ledgers.exists(settings)) {
      throw new LedgerException(
          LedgerException.Kind.UNAVAILABLE,
          "there is no ledger in %s (tagtrail init makes one)".formatted(config.store().shown()));
    }
    var stored = Ledgers.open(settings, time::now);
    var ledger = new MeasuredLedger(stored, metrics, time, committed);
    return new Wiring(env, time, stored, ledger, config.store(), steps, metrics);
  }

  /// Where a ledger is, as the store takes it.
  static LedgerSettings settings(LedgerConfig place, Map<String, String> env) {
    return switch (place) {
      case LedgerConfig.Folder folder -> SqliteSettings.of(folder.path());
      case LedgerConfig.Postgres postgres ->
          PostgresSettings.of(postgres.jdbcUrl(), postgres.user(), () -> postgres.password(env));
    };
  }

  Map<String, String> env() {
    return env;
  }

  Ledger ledger() {
    return ledger;
  }

  /// Where people ask about the sentinel; there is one in a process.
  SentinelDesk desk() {
    return desk;
  }

  StoredLedger stored() {
    return stored;
  }

  /// Everything that follows from a configuration.
  ///
  /// @param before what answers now; its keys of issuers are kept where the issuers are the same
  /// @throws InvalidValueException if it does not hold together
  Engine engine(Config config, @Nullable Engine before) {
    if (!config.store().equals(place)) {
      throw new InvalidValueException(
          "the ledger is somewhere else now, which needs another start of the server");
    }
    var rights = Rights.of(config);
    var registry = Registries.of(config, env);
    // Others are told by the server's own work beside it.
    var arounds =
        Arounds.of(config, stored, registry, env, time::now)
            .without(TaskKind.NUDGE)
            .telling(new SentinelSupplement(desk))
            .signing(signer -> new MeasuredSigner(signer, metrics, time));
    var own =
        new LocalTagtrail(
                config,
                ledger,
                registry,
                new LibraryEvaluators(new RegistrySignatures(registry, registry::blob)),
                arounds,
                time,
                steps,
                Progress.SILENT)
            .with(desk);
    var kept =
        before != null && before.config().identity().equals(config.identity())
            ? before.identities()
            : null;
    var identities =
        kept == null ? Identities.open(config.identity(), stored.tokens(), time::now, env) : kept;
    Counts.begin(config, metrics);
    return new Engine(
        config,
        ledger,
        own,
        own.rehearsal(),
        own.kept(),
        arounds.clusters(),
        identities.authenticator(),
        identities,
        identity -> new Guarded(own, rights, identity, time::now),
        (identity, alias) -> rights.may(identity, Right.READ, alias).allowed(),
        identity -> needAdmin(rights, identity),
        new Refusals(ledger, config.policy().digest(), time));
  }

  private static void needAdmin(Rights rights, Identity identity) {
    var decided = rights.may(identity, Right.ADMIN, null);
    if (!decided.allowed()) {
      throw new ForbiddenException(Right.ADMIN.label(), "everything", decided.why());
    }
  }

  @Override
  public void close() {
    ledger.close();
  }
}
