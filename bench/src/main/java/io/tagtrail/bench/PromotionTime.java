package io.tagtrail.bench;

import static io.tagtrail.bench.measure.Rounds.samples;

import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.measure.Rounds;
import io.tagtrail.bench.measure.Samples;
import io.tagtrail.bench.world.BareClient;
import io.tagtrail.bench.world.Registries;
import io.tagtrail.bench.world.Served;
import io.tagtrail.bench.world.Workshop;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.registry.Source;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.RawPusher;
import java.net.URI;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The time of a promotion beside that of the registry's own HEAD + PUT + PUT + HEAD.
final class PromotionTime implements Benchmark {
  private static final Alias DEV = Alias.parse("shop/dev");
  private static final Alias PROD = Alias.parse("shop/prod");
  private static final int WARM = 60;

  /// How long each step takes: from the one before it.
  private static final class StepTimes implements Step.Listener {
    private final Map<Step, Samples> times = new EnumMap<>(Step.class);
    private boolean on;
    private long last;

    /// Counts one promotion; others, which only get things ready, are not.
    void during(Rounds.Whole promotion) throws Exception {
      on = true;
      last = System.nanoTime();
      promotion.run();
      on = false;
    }

    @Override
    public void reached(Step step) {
      if (!on) {
        return;
      }
      long now = System.nanoTime();
      times.computeIfAbsent(step, key -> new Samples()).add(now - last);
      last = now;
    }

    String medians() {
      return times.entrySet().stream()
          .map(step ->
              step.getKey().name().toLowerCase(Locale.ROOT)
                  + " "
                  + Report.ms(step.getValue().median()))
          .collect(Collectors.joining(", "));
    }
  }

  @Override
  public void run(Settings settings, Report report) throws Exception {
    report
        .line(
            "The path in one warm process over the SQLite ledger (two durable commits a "
                + "promotion) and"
                + " the OCI client; the registry in a process of its own; a new bundle every time, in"
                + " the alias's repository; keep-tag on, attach off. Beside it HEAD tag, PUT keep-tag,"
                + " PUT tag, HEAD tag of the same manifests in another repository by the JDK's HTTP"
                + " client. Target: at most 1.5× of its p50.")
        .table(
            "registry",
            "alias",
            "n",
            "promotion p50",
            "p99",
            "bare p50",
            "p99",
            "ratio of p50",
            "median ratio of pairs");
    var registries = Registries.all(settings.tiny());
    var where = new StringBuilder();
    for (var name : registries.names()) {
      var folder = settings.work().resolve(name.replace(' ', '-'));
      try (var served = registries.start(name, folder.resolve("registry"))) {
        for (var alias : Stream.of(DEV, PROD).toList()) {
          measure(settings, folder, served, alias, report, where);
        }
      }
    }
    report.line("").line("Where the time goes (medians of the steps):").line("");
    report.line(where.toString());
  }

  private static void measure(
      Settings settings,
      Path folder,
      Served served,
      Alias alias,
      Report report,
      StringBuilder where)
      throws Exception {
    int warm = settings.size(WARM, 2);
    int rounds = settings.rounds(300, 3);
    var pusher = new RawPusher(URI.create("http://" + served.host()));
    var environment = alias.environment();
    var governed = new Repository(served.host(), environment + "/shop");
    var bare = new Repository(served.host(), environment + "/bare");
    for (int i = 1; i <= warm + rounds; i++) {
      pusher.push(governed, Artifacts.sample(i));
      pusher.push(bare, Artifacts.sample(i));
    }
    var steps = new StepTimes();
    var policy = Policy.of(Workshop.rules("dev", false), Workshop.rules("prod", false, "dev"));
    try (var workshop = new Workshop(folder.resolve("ledger-" + environment), policy, steps);
        var client = new BareClient()) {
      var location = governed.at(new Tag(environment));
      var first = governed.at(new Tag("dev"));
      var count = new int[1];
      var bareCount = new int[1];
      var measured =
          new Rounds()
              .add(
                  "governed",
                  () -> {
                    var bundle = Artifacts.sample(++count[0]);
                    var aim = aim(governed, bundle);
                    if (alias.equals(PROD)) {
                      workshop.promote(DEV, aim, first);
                    }
                    if (count[0] == warm + 1) {
                      steps.times.clear();
                    }
                    return Rounds.whole(
                            () -> steps.during(() -> workshop.promote(alias, aim, location)))
                        .run();
                  })
              .add(
                  "bare",
                  () -> {
                    var bundle = Artifacts.sample(++bareCount[0]);
                    return Rounds.whole(() ->
                            client.move(
                                bare,
                                environment,
                                environment + "." + bareCount[0],
                                bundle.manifest()))
                        .run();
                  })
              .run(warm, rounds);
      var ours = samples(measured, "governed");
      var theirs = samples(measured, "bare");
      report.row(
          served.name(),
          alias.equals(DEV) ? "first environment" : "after another one",
          Integer.toString(ours.size()),
          Report.ms(ours.median()),
          Report.ms(ours.percentile(99)),
          Report.ms(theirs.median()),
          Report.ms(theirs.percentile(99)),
          Report.times(ours.over(theirs)),
          Report.times(ours.pairedOver(theirs)));
      where.append("- ").append(served.name()).append(", ").append(alias).append(": ");
      where.append(steps.medians()).append('\n');
    }
  }

  private static Aim aim(Repository repository, io.tagtrail.testkit.registry.Bundle bundle) {
    return new Aim.Promote(new Source.InRegistry(Reference.of(repository, bundle.digest())), false);
  }
}
