package io.tagtrail.bench;

import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.world.CountingFront;
import io.tagtrail.bench.world.Registries;
import io.tagtrail.bench.world.Seen;
import io.tagtrail.bench.world.Workshop;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Counts the requests of a promotion at the registry, by phase. No figure of it depends on the
/// machine.
final class RequestCounts implements Benchmark {
  private static final Alias DEV = Alias.parse("shop/dev");
  private static final Alias PROD = Alias.parse("shop/prod");

  /// The requests since the last step, by the step that they led to.
  private static final class Phases implements Step.Listener {
    private final CountingFront front;
    private final Map<Step, List<Seen>> seen = new LinkedHashMap<>();

    Phases(CountingFront front) {
      this.front = front;
    }

    @Override
    public void reached(Step step) {
      seen.computeIfAbsent(step, key -> new ArrayList<>()).addAll(front.drain());
    }
  }

  @Override
  public void run(Settings settings, Report report) throws Exception {
    report.line(
        "A bundle as `flux push artifact` makes it (one manifest, config, one layer), counted "
            + "before"
            + " the registry. The first promotion of a process also asks `GET /v2/` once, to learn"
            + " how to authenticate; it is left out below.");
    var registries = Registries.all(settings.tiny());
    for (var name : registries.names()) {
      var folder = settings.work().resolve(name.replace(' ', '-'));
      try (var served = registries.start(name, folder.resolve("registry"));
          var front = CountingFront.before(served.host())) {
        var phases = new Phases(front);
        var policy = Policy.of(Workshop.rules("dev", false), Workshop.rules("prod", true, "dev"));
        try (var workshop = new Workshop(folder.resolve("ledger"), policy, phases)) {
          report.line("").line("**" + name + "**");
          count(workshop, front, phases, report);
        }
      }
    }
  }

  private static void count(Workshop workshop, CountingFront front, Phases phases, Report report)
      throws Exception {
    var pusher = new RawPusher(URI.create("http://" + front.host()));
    var dev = new Repository(front.host(), "dev/shop");
    var prod = new Repository(front.host(), "prod/shop");
    for (int i = 1; i <= 2; i++) {
      pusher.push(dev, Artifacts.sample(i));
    }
    report.table("promotion", "requests", "by phase");
    workshop.promote(DEV, from(dev, 1), location(dev, "dev"));
    workshop.promote(PROD, new Aim.PromoteFrom(DEV, false), location(prod, "prod"));
    workshop.deliver();
    front.drain();
    phases.seen.clear();

    workshop.promote(DEV, from(dev, 2), location(dev, "dev"));
    row(report, "same repository", phases);
    workshop.promote(PROD, new Aim.PromoteFrom(DEV, false), location(prod, "prod"));
    row(report, "other repository, same registry", phases);
    workshop.deliver();
    row(report, "then the record on the bundle", phases);
  }

  private static Aim from(Repository repository, int bundle) {
    var reference = Reference.of(repository, Artifacts.sample(bundle).digest());
    return new Aim.Promote(new Source.InRegistry(reference), false);
  }

  private static Location location(Repository repository, String tag) {
    return repository.at(new Tag(tag));
  }

  private static void row(Report report, String what, Phases phases) {
    int all = phases.seen.values().stream().mapToInt(List::size).sum();
    var byPhase =
        phases.seen.entrySet().stream()
            .filter(phase -> !phase.getValue().isEmpty())
            .map(phase ->
                phase.getKey().name().toLowerCase(java.util.Locale.ROOT)
                    + ": "
                    + shown(phase.getValue()))
            .collect(Collectors.joining("; "));
    report.row(what, Integer.toString(all), byPhase);
    phases.seen.clear();
  }

  private static String shown(List<Seen> requests) {
    return requests.stream()
        .collect(Collectors.groupingBy(Seen::toString, LinkedHashMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(each -> (each.getValue() > 1 ? each.getValue() + " × " : "") + each.getKey())
        .collect(Collectors.joining(", "));
  }
}
