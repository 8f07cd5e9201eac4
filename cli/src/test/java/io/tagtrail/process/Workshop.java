package io.tagtrail.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.Ran;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.store.SqliteLedger;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.RawPusher;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A folder with a configuration and a ledger, before some registry; verbs run in this process or
/// in one of their own.
public final class Workshop {
  private static final int SECONDS = 60;

  private final Path folder;
  private final RawPusher pusher;
  private final String host;

  /// @param applications how many aliases there are in each environment: app0, app1, …
  public Workshop(Path folder, String host, int applications) throws IOException {
    this.folder = folder;
    this.host = host;
    this.pusher = new RawPusher(URI.create("http://" + host));
    Files.createDirectories(folder);
    var config =
        new StringBuilder(
            """
            ledger: {path: ledger, durable: true}
            environments:
              dev:
                write: {deadline: 5s, settle: 300ms, patience: 1s, supersede: 500ms}
              prod:
                required: []
                write: {deadline: 2s, settle: 300ms, patience: 1s, supersede: 500ms}
            applications:
            """);
    for (int i = 0; i < applications; i++) {
      config.append("  app%d: {location: '%s/work/app%d:{environment}'}\n".formatted(i, host, i));
    }
    Files.writeString(folder.resolve("tagtrail.yaml"), config.toString());
    run("init").ok();
  }

  /// From now on what is promoted to prod is signed.
  public Workshop signed() throws IOException {
    run("keys", "create", "prod").ok();
    var file = folder.resolve("tagtrail.yaml");
    Files.writeString(
        file,
        Files.readString(file)
                .replace("    required: []", "    required: []\n    sign: {key: prod}")
                .replace("sign: {key: prod}", "sign: {key: prod}\n    verify: [prod]")
            + "keys:\n  prod: {file: keys/prod.key}\n");
    run("config", "apply").ok();
    return this;
  }

  /// Pushes the n-th sample bundle where the application's tags are.
  public Digest push(String application, int n) {
    var bundle = Artifacts.sample(n);
    pusher.push(repository(application), new Tag("build-" + n), bundle);
    return bundle.digest();
  }

  public Repository repository(String application) {
    return new Repository(host, "work/" + application);
  }

  /// What a tag resolves to, asked without the client under test.
  public Digest tag(String application, String tag) {
    return pusher.get(repository(application), tag).orElseThrow().digest();
  }

  /// Moves a tag without Tagtrail.
  public void moveOutside(String application, String tag, int n) {
    pusher.push(repository(application), new Tag(tag), Artifacts.sample(n));
  }

  public SqliteLedger ledger() {
    return SqliteLedger.open(folder.resolve("ledger"), InstantSource.system());
  }

  /// Runs a verb in this process.
  public Ran run(String... arguments) {
    return Ran.verb(folder, Map.of("USER", "tester"), "", arguments);
  }

  /// Starts a verb in a process of its own.
  public Process start(Class<?> main, Map<String, String> environment, String... arguments)
      throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx128m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    var mine = new LinkedHashMap<>(environment);
    mine.put("USER", "tester");
    builder.environment().putAll(mine);
    builder.environment().remove("CI");
    return builder.start();
  }

  /// Waits for a process and takes what it printed.
  public static Ran end(Process process) throws IOException, InterruptedException {
    // Whoever hangs is ended, so that its test fails and the others go on.
    process
        .onExit()
        .orTimeout(SECONDS, TimeUnit.SECONDS)
        .exceptionally(late -> process.destroyForcibly());
    var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    return new Ran(process.exitValue(), out, err);
  }
}
