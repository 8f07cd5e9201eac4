package io.tagtrail.cli;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.auth.Credentials;
import io.tagtrail.oci.http.IoTrouble;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Local;
import io.tagtrail.server.Registries;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.server.rules.LibraryExpressions;
import io.tagtrail.store.CheckReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;

/// Everything on this machine: the configuration in a file, the ledger in a folder.
public final class LocalBackend implements Backend {
  private final Step.Listener also;
  private final Time time = Time.system();

  public LocalBackend() {
    this(Step.Listener.SILENT);
  }

  /// @param also told of the steps of a move besides the command line itself
  public LocalBackend(Step.Listener also) {
    this.also = also;
  }

  @Override
  public Tagtrail open(Globals globals, Progress progress, Step.Listener steps) {
    return Local.open(
        config(globals.needConfig(), globals),
        globals.environment(),
        time,
        step -> {
          steps.reached(step);
          also.reached(step);
        },
        progress);
  }

  /// With the logins of the configuration, where there is one, and those of this machine.
  @Override
  public CallerRegistry registry(Globals globals) {
    var file = globals.config();
    var registry =
        file == null
            ? Registries.of(globals.environment())
            : Registries.of(config(file, globals), globals.environment());
    return calling(registry);
  }

  @Override
  public CallerRegistry registryAs(Globals globals, Credentials logins) {
    var file = globals.config();
    return calling(Registries.as(file == null ? null : config(file, globals), logins));
  }

  private static CallerRegistry calling(OciRegistry registry) {
    return new CallerRegistry() {
      @Override
      public Registry registry() {
        return registry;
      }

      @Override
      public void close() {
        registry.close();
      }
    };
  }

  /// With a look at expressions and calendars: what is wrong there is found before it matters.
  private static Config whole(Globals globals) {
    return ConfigReader.read(globals.needConfig(), globals.environment(), new LibraryExpressions());
  }

  private static Config config(Path file, Globals globals) {
    return ConfigReader.read(file, globals.environment());
  }

  @Override
  public Initialised init(Globals globals, Init init) {
    var found = globals.config();
    var file = found != null ? found : init.folder().resolve(ConfigReader.FILE_NAME);
    boolean written = false;
    if (!Files.exists(file)) {
      var given = init.text();
      var text = given == null ? InitialConfig.text(init) : given;
      // Read before it is written: what was asked for may not hold together.
      ConfigReader.parse(file, text, globals.environment());
      try {
        Files.createDirectories(init.folder());
        Files.writeString(file, text);
      } catch (IOException e) {
        throw new LedgerException(
            LedgerException.Kind.UNAVAILABLE, file + " cannot be written: " + IoTrouble.of(e), e);
      }
      written = true;
    }
    var config = config(file, globals);
    boolean created = Local.create(config, globals.environment(), time, origin(config), init.ask());
    try (var tagtrail =
        Local.open(config, globals.environment(), time, Step.Listener.SILENT, Progress.SILENT)) {
      return new Initialised(
          file,
          written,
          config.store().shown(),
          created,
          tagtrail.trail().head().origin(),
          config.policy().digest());
    }
  }

  /// A name that no other ledger has: it stands in every record on a bundle.
  private static String origin(Config config) {
    var random = new byte[4];
    new SecureRandom().nextBytes(random);
    var name =
        config.locations().keySet().stream().findFirst().map(Alias::application).orElse("ledger");
    return "tagtrail/" + name + "-" + HexFormat.of().formatHex(random);
  }

  @Override
  public LedgerReport check(Globals globals) {
    return report(Local.check(config(globals.needConfig(), globals), globals.environment(), time));
  }

  @Override
  public LedgerReport rebuild(Globals globals) {
    return report(
        Local.rebuild(config(globals.needConfig(), globals), globals.environment(), time));
  }

  private static LedgerReport report(CheckReport report) {
    return new LedgerReport(
        report.entries(),
        report.root(),
        report.findings().stream().map(Object::toString).toList(),
        report.more(),
        report.isMendable());
  }

  @Override
  public boolean erase(Globals globals, Digest commitment) {
    return Local.erase(
        config(globals.needConfig(), globals), globals.environment(), time, commitment);
  }

  @Override
  public ConfigReport config(Globals globals) {
    var config = whole(globals);
    return new ConfigReport(
        config.file(),
        config.store().shown(),
        config.locations().entrySet().stream()
            .map(entry -> entry.getKey() + "  " + entry.getValue())
            .toList(),
        config.policy().digest(),
        warnings(config));
  }

  private static List<String> warnings(Config config) {
    var warnings = new ArrayList<String>();
    for (var one : config.locations().entrySet()) {
      var rules = config.policy().rules(one.getKey().environment());
      for (var earlier : rules.after()) {
        var before = new Alias(one.getKey().application(), earlier);
        var other = config.locations().get(before);
        if (other == null) {
          warnings.add(
              "%s comes after %s, which is not configured: nothing can be promoted there"
                  .formatted(one.getKey(), before));
        } else if (other.repository().equals(one.getValue().repository())) {
          warnings.add(
              "%s and %s share the repository %s: who may write the one may move the other"
                  .formatted(before, one.getKey(), other.repository()));
        }
      }
    }
    if (config.locations().isEmpty()) {
      warnings.add("no application is configured");
    }
    return warnings;
  }

  @Override
  public Applied apply(Globals globals, Ask ask) {
    var config = whole(globals);
    var entry = Local.applyPolicy(config, globals.environment(), time, ask);
    return new Applied(
        config.policy().digest(), entry.map(applied -> applied.index()).orElse(null));
  }

  @Override
  public String schema() {
    try (var in =
        Objects.requireNonNull(
            LocalBackend.class.getResourceAsStream("/io/tagtrail/schema/tagtrail.schema.json"),
            "the schema is built into the jar")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
