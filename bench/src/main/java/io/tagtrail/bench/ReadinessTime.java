package io.tagtrail.bench;

import static io.tagtrail.bench.measure.Rounds.samples;

import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.measure.Rounds;
import io.tagtrail.bench.measure.Samples;
import io.tagtrail.bench.world.BareHeads;
import io.tagtrail.bench.world.Registries;
import io.tagtrail.bench.world.Workshop;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Source;
import io.tagtrail.oci.tree.Round;
import io.tagtrail.server.readiness.Answer;
import io.tagtrail.server.readiness.Means;
import io.tagtrail.server.readiness.Rehearsal;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.RawPusher;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// How long a rehearsal of many rollback targets takes, against the bare HEADs of the same parts.
final class ReadinessTime implements Benchmark {
  private static final Policy POLICY = Policy.of(Workshop.rules("prod", false));
  private static final int TARGETS = 10;
  private static final int AT_ONCE = 4;
  private static final int HEADS_AT_ONCE = 8;

  @Override
  public void run(Settings settings, Report report) throws Exception {
    int aliases = settings.size(100, 2);
    report
        .line(
            ("%d aliases with %d targets each and the live bundle, in a repository of each; a bundle is a"
                    + " manifest, a config and a layer; each has its keep-tag. No budget, %d aliases at"
                    + " once. The peer sends the HEADs of the same parts and tags, %d at once, and looks"
                    + " at nothing but the status.")
                .formatted(aliases, TARGETS, AT_ONCE, HEADS_AT_ONCE))
        .table("registry", "what", "p50", "p99", "targets a second", "ratio of p50", "of pairs");
    var registries = Registries.all(settings.tiny());
    for (var name : settings.of(registries.names())) {
      var folder = settings.work().resolve(name.replace(' ', '-'));
      try (var served = registries.start(name, folder.resolve("registry"));
          var workshop = new Workshop(folder.resolve("ledger"), POLICY, Step.Listener.SILENT);
          var heads = new BareHeads(served.host(), HEADS_AT_ONCE)) {
        stock(workshop, served.host(), aliases, heads);
        measure(settings, name, workshop, aliases * TARGETS, heads, report);
      }
    }
  }

  private static void stock(Workshop workshop, String host, int aliases, BareHeads heads)
      throws Exception {
    var pusher = new RawPusher(URI.create("http://" + host));
    for (int i = 0; i < aliases; i++) {
      var alias = new Alias("app-" + i, "prod");
      var repository = new Repository(host, "ready/app-" + i);
      var location = new Location(repository, new Tag("prod"));
      for (int n = 1; n <= TARGETS + 1; n++) {
        var bundle = Artifacts.sample(i * (TARGETS + 1) + n);
        pusher.push(repository, new Tag("build-" + n), bundle);
        var source =
            new Source.InRegistry(
                new io.tagtrail.core.model.Reference(repository, new Tag("build-" + n), null));
        workshop.promote(alias, new Aim.Promote(source, false), location);
        heads.add("/v2/%s/manifests/%s".formatted(repository.path(), bundle.digest()));
        bundle
            .blobs()
            .forEach(
                blob -> heads.add("/v2/%s/blobs/%s".formatted(repository.path(), blob.digest())));
        heads.add("/v2/%s/manifests/prod.%d".formatted(repository.path(), n));
      }
    }
  }

  private static void measure(
      Settings settings,
      String name,
      Workshop workshop,
      int targets,
      BareHeads heads,
      Report report)
      throws Exception {
    var last = new AtomicReference<Round>();
    var rehearsal =
        new Rehearsal(
            workshop.ledger(),
            POLICY,
            Examiner.NONE,
            new Means(
                workshop.ledger().notes(),
                () -> {
                  var round = new Round(registry -> {});
                  last.set(round);
                  return workshop.registry().within(round);
                },
                AT_ONCE),
            Time.system());
    var measured =
        new Rounds()
            .add("bare", Rounds.whole(heads::send))
            .add("rehearsal", Rounds.whole(() -> rehearse(rehearsal, targets)))
            .run(settings.size(2, 0), settings.rounds(9, 1));
    var bare = samples(measured, "bare");
    var rehearsed = samples(measured, "rehearsal");
    row(report, name, "%,d bare HEADs".formatted(heads.size()), bare, targets, "", "");
    row(
        report,
        name,
        "rehearsal, %,d requests".formatted(last.get().asked()),
        rehearsed,
        targets,
        Report.times(rehearsed.over(bare)),
        Report.times(rehearsed.pairedOver(bare)));
  }

  private static void rehearse(Rehearsal rehearsal, int targets) throws InterruptedException {
    var round = rehearsal.look(rehearsal.governed(), () -> false);
    long looked = round.looked().stream().mapToLong(each -> each.targets().size()).sum();
    boolean can = round.looked().stream().allMatch(each -> each.answer() == Answer.CAN);
    if (looked != targets || !can || round.recorded() > 0) {
      throw new IllegalStateException(
          "not what was set up: %d of %d targets, all can go back: %b"
              .formatted(looked, targets, can));
    }
  }

  private static void row(
      Report report,
      String name,
      String what,
      Samples samples,
      int targets,
      String ratio,
      String paired) {
    report.row(
        new ArrayList<>(
            List.of(
                name,
                what,
                Report.ms(samples.median()),
                Report.ms(samples.percentile(99)),
                Report.number(targets / (samples.median() / 1e9)),
                ratio,
                paired)));
  }
}
