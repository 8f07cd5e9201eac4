package io.tagtrail.cli;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.oci.auth.Credentials;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Tagtrail;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What stands below the command line: opens Tagtrail, and looks after the ledger and the
/// configuration, which a caller of [Tagtrail] has no part in.
///
/// Every method throws `LedgerException` or `RegistryException` when one of them does not answer,
/// and `InvalidValueException` for configuration or input that means nothing, with file and place
/// where it has them.
public interface Backend {
  /// Opens Tagtrail over the ledger of the configuration.
  ///
  /// @param progress told of copies and checks
  /// @param steps told of the steps of a move
  Tagtrail open(Globals globals, Progress progress, Step.Listener steps);

  /// The registries as whoever calls may reach them, for moves that the caller writes.
  CallerRegistry registry(Globals globals);

  /// The registries with these logins and no others, for trying what somebody may do there.
  CallerRegistry registryAs(Globals globals, Credentials logins);

  /// Makes a configuration and its ledger where they are not there yet, and makes its policy the
  /// active one. What is there is left as it is.
  Initialised init(Globals globals, Init init);

  /// Proves the ledger: index, leaf hashes, root, continuity of every stream, projections.
  LedgerReport check(Globals globals);

  /// Makes every projection anew from the entries.
  LedgerReport rebuild(Globals globals);

  /// Erases one side record; returns whether it was there. The entry stays and verifies.
  boolean erase(Globals globals, Digest commitment);

  /// Reads and checks the configuration, without opening the ledger.
  ///
  /// @throws io.tagtrail.core.model.InvalidValueException naming file, place and what is wrong
  ConfigReport config(Globals globals);

  /// Makes the policy of the configuration the ledger's active one.
  Applied apply(Globals globals, Ask ask);

  /// The JSON Schema of the configuration, as text.
  String schema();

  /// What is to be made.
  ///
  /// @param folder where the configuration goes
  /// @param application the first application; null where there is a configuration already
  /// @param location its location, with `{environment}` where the environment's name goes
  /// @param environments in their order, each after the one before it
  /// @param ledger the ledger's folder; null for the usual one beside the configuration
  /// @param text the whole configuration, in place of one made of these; null for none
  record Init(
      Path folder,
      @Nullable String application,
      @Nullable String location,
      List<String> environments,
      @Nullable Path ledger,
      Ask ask,
      @Nullable String text) {
    public Init {
      environments = List.copyOf(environments);
    }

    Init with(@Nullable String newText) {
      return new Init(folder, application, location, environments, ledger, ask, newText);
    }
  }

  /// What was made.
  ///
  /// @param configWritten false where the configuration was there already
  /// @param ledger where the ledger is, for people
  /// @param ledgerCreated false where it was there already
  /// @param origin the ledger's own name
  /// @param policy the active policy
  record Initialised(
      Path config,
      boolean configWritten,
      String ledger,
      boolean ledgerCreated,
      String origin,
      Digest policy) {}

  /// What checking or rebuilding a ledger showed.
  ///
  /// @param entries how many entries it has
  /// @param root the RFC 6962 root over them
  /// @param problems what does not hold, one sentence each
  /// @param more how many further problems there are
  /// @param mendable whether rebuilding mends all of them: the entries themselves hold
  record LedgerReport(
      long entries, Digest root, List<String> problems, long more, boolean mendable) {
    public LedgerReport {
      problems = List.copyOf(problems);
    }
  }

  /// What a configuration holds.
  ///
  /// @param aliases the aliases that it configures, each with its location, as `shop/prod
  ///   ghcr.io/acme/shop:prod`
  /// @param policy the digest of its policy
  /// @param warnings what is allowed and unwise
  record ConfigReport(
      Path file, String ledger, List<String> aliases, Digest policy, List<String> warnings) {
    public ConfigReport {
      aliases = List.copyOf(aliases);
      warnings = List.copyOf(warnings);
    }
  }

  /// What came of making a policy the active one.
  ///
  /// @param index the entry that says so; null where it was active already
  record Applied(Digest policy, @Nullable Long index) {}
}
