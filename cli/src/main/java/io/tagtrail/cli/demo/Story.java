package io.tagtrail.cli.demo;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Source;
import io.tagtrail.oci.OciRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/// The story that the demo tells, step by step. Each verb that it shows really runs, and its output
/// is what it prints; a verb that ends otherwise than the story says makes the demo fail.
final class Story {
  private static final String SOURCE = "https://github.com/acme/shop";

  /// Runs a verb as somebody would type it.
  interface Verbs {
    /// @param environment variables that the verb sees
    /// @return its exit code
    int run(Map<String, String> environment, List<String> arguments);
  }

  private final Path folder;
  private final String host;
  private final OciRegistry registry;
  private final Verbs verbs;
  private final Narrator narrator;
  private final Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);

  Story(Path folder, String host, OciRegistry registry, Verbs verbs, Narrator narrator) {
    this.folder = folder;
    this.host = host;
    this.registry = registry;
    this.verbs = verbs;
    this.narrator = narrator;
  }

  void tell() throws IOException {
    Files.writeString(folder.resolve("tagtrail.yaml"), DemoConfig.text(host));
    narrator.chapter("A ledger for the application shop: dev, then preprod, then prod");
    narrator.say(
        "prod lives in a repository of its own, as it would where only one job may write.");
    person(0, "init");

    narrator.chapter("A pipeline builds 1.4.0 and promotes it, environment by environment");
    push("1.4.0", "4f2a9c1", 40);
    job(7001, 0, "promote", built("1.4.0"), "shop/dev", "--release", "1.4.0");
    quietJob(7001, 0, "promote", "shop/dev", "shop/preprod");
    quietJob(7001, 0, "promote", "shop/preprod", "shop/prod");

    narrator.chapter("1.4.1 follows. It must not skip an environment");
    push("1.4.1", "b81d77e", 20);
    job(7002, 3, "promote", built("1.4.1"), "shop/prod", "--release", "1.4.1");
    quietJob(7002, 0, "promote", built("1.4.1"), "shop/dev", "--release", "1.4.1");
    quietJob(7002, 0, "promote", "shop/dev", "shop/preprod");
    job(7002, 0, "promote", "shop/preprod", "shop/prod");

    narrator.chapter("Somebody moves prod with another tool, round Tagtrail");
    var hotfix = push("hotfix", "0000bad", 5);
    retag(hotfix);
    narrator.typed(
        "crane tag " + host + "/prod/shop@" + hotfix.toString().substring(0, 19) + "… prod");
    narrator.say("(not recorded by anybody; the next look finds it)");
    person(8, "check", "shop/prod");

    narrator.chapter("3 a.m.: what is prod, what was it, what is safe to go back to?");
    person(0, "get", "shop/prod");

    narrator.chapter("Back to what was governed: a move like any other, recorded like any other");
    person(0, "rollback", "shop/prod", "--reason", "hotfix broke checkout", "--yes");

    narrator.chapter("1.4.1 turns out to be bad too: the target is now the one before it");
    person(0, "rollback", "shop/prod", "--reason", "1.4.1 leaks memory", "--yes");

    narrator.chapter(
        "The pipeline of 1.4.1 is run again. It does not lie, and does not undo the rollback");
    job(7002, 4, "promote", "shop/preprod", "shop/prod");

    narrator.chapter("The trail");
    person(0, "history", "shop/prod");
    person(0, "verify", "shop/prod");
    person(0, "ledger", "check");
  }

  /// Pushes a bundle as the build job would, under its release's tag, and returns its digest.
  private Digest push(String release, String commit, int minutesAgo) throws IOException {
    var layout = folder.resolve("builds").resolve(release);
    var digest =
        FluxArtifact.write(
            layout,
            "deployment.yaml",
            DemoConfig.deployment(release),
            SOURCE,
            "main@sha1:" + commit + "0".repeat(40 - commit.length()),
            began.minus(minutesAgo, ChronoUnit.MINUTES));
    var source = new Source.InLayout(layout.toString(), null, digest);
    var manifest = registry.resolve(source).orElseThrow();
    var build = new Repository(host, "build/shop");
    registry.copy(source, manifest, build, Progress.SILENT);
    registry.put(new Location(build, new Tag(release)), manifest);
    narrator.typed(
        "flux push artifact oci://%s:%s --revision main@sha1:%s…"
            .formatted(build, release, commit));
    return digest;
  }

  /// What `crane tag` does, by somebody who has the right and no idea.
  private void retag(Digest digest) {
    var prod = new Repository(host, "prod/shop");
    var source = new Source.InRegistry(Reference.of(new Repository(host, "build/shop"), digest));
    var manifest = registry.resolve(source).orElseThrow();
    registry.copy(source, manifest, prod, Progress.SILENT);
    registry.put(new Location(prod, new Tag("prod")), manifest);
  }

  private String built(String release) {
    return "oci://" + host + "/build/shop:" + release;
  }

  private void job(int run, int exit, String... arguments) {
    run(DemoConfig.job(run), exit, true, arguments);
  }

  private void quietJob(int run, int exit, String... arguments) {
    run(DemoConfig.job(run), exit, false, arguments);
  }

  private void person(int exit, String... arguments) {
    run(Map.of("USER", "demo"), exit, true, arguments);
  }

  private void run(Map<String, String> environment, int exit, boolean shown, String... arguments) {
    var list = List.of(arguments);
    narrator.typed("tagtrail " + Narrator.quoted(list));
    narrator.show(shown);
    int actual = verbs.run(environment, list);
    narrator.show(true);
    if (exit != 0 && actual == exit) {
      narrator.say("(exit code " + actual + ")");
    }
    if (actual != exit) {
      throw new IllegalStateException(
          "tagtrail %s ended with %d, and the story says %d"
              .formatted(Narrator.quoted(list), actual, exit));
    }
  }
}
