package io.tagtrail.bench;

import com.sun.management.OperatingSystemMXBean;
import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.world.BareClient;
import io.tagtrail.bench.world.Registries;
import io.tagtrail.bench.world.Workshop;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Around;
import io.tagtrail.core.promotion.Claims;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.Source;
import io.tagtrail.server.config.SentinelConfig;
import io.tagtrail.server.sentinel.Ground;
import io.tagtrail.server.sentinel.Look;
import io.tagtrail.server.sentinel.Sentinel;
import io.tagtrail.server.sentinel.SentinelDesk;
import io.tagtrail.server.sentinel.SentinelListener;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.RawPusher;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// What watching many aliases costs this process, against the same HEADs sent bare at the same
/// rate.
final class SentinelCost implements Benchmark {
  private static final Policy POLICY = Policy.of(Workshop.rules("prod", false));
  private static final OperatingSystemMXBean SYSTEM =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

  /// What a minute took.
  private record Minute(long cpu, long requests) {}

  @Override
  public void run(Settings settings, Report report) throws Exception {
    int aliases = settings.size(2_000, 20);
    var interval = settings.tiny() ? Duration.ofSeconds(2) : Duration.ofMinutes(1);
    report
        .line(
            "%,d aliases, each looked at once in %d s, for that long; CPU of the whole process, which serves nothing else; ledger in SQLite. The peer sends one HEAD of each tag, evenly over the same time, by the JDK's client on one connection, and looks at nothing but the status. In turn, first one round unmeasured."
                .formatted(aliases, interval.toSeconds()))
        .table("registry", "what", "CPU", "requests", "ratio of CPU");
    var registries = Registries.all(settings.tiny());
    for (var name : settings.of(registries.names()).subList(0, 1)) {
      var folder = settings.work().resolve(name.replace(' ', '-'));
      try (var served = registries.start(name, folder.resolve("registry"));
          var workshop = new Workshop(folder.resolve("ledger"), POLICY, Step.Listener.SILENT)) {
        var repository = new Repository(served.host(), "sentinel/apps");
        stock(workshop, served.host(), repository, aliases);
        int rounds = settings.rounds(3, 1);
        long bare = 0;
        long watched = 0;
        for (int round = 0; round <= rounds; round++) {
          var one = bare(repository, aliases, interval);
          var other = watched(workshop, aliases, interval);
          if (round == 0 && !settings.tiny()) {
            continue;
          }
          bare += one.cpu();
          watched += other.cpu();
          row(report, name, "bare", one, "");
          row(report, name, "sentinel", other, Report.times((double) other.cpu() / one.cpu()));
        }
        report.line("");
        report.line(
            "All rounds together: %s."
                .formatted(Report.times((double) watched / Math.max(1, bare))));
      }
    }
  }

  private static void row(Report report, String name, String what, Minute minute, String ratio) {
    report.row(
        name, what, Report.ms(minute.cpu()), Report.number((double) minute.requests()), ratio);
  }

  private static void stock(Workshop workshop, String host, Repository repository, int aliases)
      throws Exception {
    var bundle = Artifacts.sample(1);
    new RawPusher(URI.create("http://" + host)).push(repository, new Tag("build"), bundle);
    var source =
        new Source.InRegistry(io.tagtrail.core.model.Reference.of(repository, bundle.digest()));
    for (int i = 0; i < aliases; i++) {
      workshop.promote(
          new Alias("app-" + i, "prod"),
          new Aim.Promote(source, false),
          new Location(repository, new Tag("live-" + i)));
    }
  }

  private static Minute bare(Repository repository, int aliases, Duration interval)
      throws Exception {
    try (var client = new BareClient()) {
      long cpu = SYSTEM.getProcessCpuTime();
      long began = System.nanoTime();
      for (int i = 0; i < aliases; i++) {
        if (client.head(repository, "live-" + i) != 200) {
          throw new IllegalStateException("live-" + i + " is not there");
        }
        long next = began + interval.toNanos() * (i + 1) / aliases;
        Thread.sleep(Duration.ofNanos(Math.max(0, next - System.nanoTime())));
      }
      return new Minute(SYSTEM.getProcessCpuTime() - cpu, aliases);
    }
  }

  private static Minute watched(Workshop workshop, int aliases, Duration interval)
      throws Exception {
    var time = Time.system();
    var ledger = workshop.ledger();
    var claims = new Claims(ledger, workshop.registry(), time, Claims.USUAL);
    var path =
        new GovernedPath(
            ledger,
            workshop.registry(),
            POLICY,
            Evaluators.NONE,
            Around.NOTHING,
            claims,
            time,
            Step.Listener.SILENT,
            Progress.SILENT);
    var config = new SentinelConfig(true, interval, Map.of(), 1_000, Map.of());
    var ground = new Ground(config, POLICY, ledger, workshop.registry(), claims, path);
    var looks = new AtomicLong();
    var wrong = new AtomicLong();
    var counting =
        new SentinelListener() {
          @Override
          public void looked(Look.Result result) {
            looks.incrementAndGet();
            if (result != Look.Result.AS_RECORDED) {
              wrong.incrementAndGet();
            }
          }

          @Override
          public void answered(Alias alias, String answer) {
            wrong.incrementAndGet();
          }
        };
    var desk = new SentinelDesk(ledger.notes(), time::now);
    try (var sentinel = new Sentinel(() -> ground, ledger.notes(), desk, counting, time)) {
      // The first reading of the ledger is the start's, not a minute's.
      while (sentinel.watched() < aliases) {
        Thread.sleep(50);
      }
      long cpu = SYSTEM.getProcessCpuTime();
      long before = looks.get();
      Thread.sleep(interval);
      long used = SYSTEM.getProcessCpuTime() - cpu;
      if (wrong.get() > 0) {
        throw new IllegalStateException(wrong + " looks did not show what is recorded");
      }
      return new Minute(used, looks.get() - before);
    }
  }
}
