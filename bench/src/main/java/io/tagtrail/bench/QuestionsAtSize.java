package io.tagtrail.bench;

import static io.tagtrail.bench.measure.Rounds.samples;

import io.tagtrail.bench.measure.Machine;
import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.measure.Rounds;
import io.tagtrail.bench.measure.Samples;
import io.tagtrail.bench.world.Databases;
import io.tagtrail.bench.world.LongStory;
import io.tagtrail.bench.world.PrimaryKey;
import io.tagtrail.bench.world.Workshop;
import io.tagtrail.core.history.Questions;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.store.Ledgers;
import io.tagtrail.testkit.ledger.Events;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// The ledger's questions at growing lengths, beside a read by primary key of the same database.
final class QuestionsAtSize implements Benchmark {
  private static final String KEY = "a body by its primary key, plain SQL";
  private static final int PAGE = 50;

  /// A ledger that was filled.
  private record Filled(long entries, LongStory.Told told) {
    String place() {
      return "entries-" + entries;
    }

    LongStory.Other any(Random random) {
      return told.others().get(random.nextInt(told.others().size()));
    }
  }

  @Override
  public void run(Settings settings, Report report) throws Exception {
    var sizes = new ArrayList<>(settings.tiny() ? List.of(300L) : List.of(10_000L, 1_000_000L));
    if (settings.large()) {
      sizes.add(10_000_000L);
    } else if (settings.tiny()) {
      sizes.add(600L);
    } else {
      report.line("10 million entries are measured with `--large`.").line("");
    }
    report.line(
        ("Ledgers of %s entries (seed %d), filled through the ledger's own append, side by side in "
                + "one database server. `shop/prod` has 40 moves in each of them, `busy/prod` a "
                + "twentieth of the entries in moves; the rest is of 100 other aliases, whose "
                + "bundles, runs and histories are asked at random. Warm, one thread, the questions "
                + "in turn. Targets: p99 at most 3× that of the read by primary key, growth at most "
                + "1.5×.")
            .formatted(sizes, settings.seed()));
    settings.withEach(databases -> measure(settings, sizes, databases, report));
  }

  private static void measure(
      Settings settings, List<Long> sizes, Databases databases, Report report) throws Exception {
    report.line("").line("### " + databases.name()).line("");
    var filled = new ArrayList<Filled>();
    for (long size : sizes) {
      filled.add(fill(settings, databases, size, report));
    }
    var opened = new ArrayList<AutoCloseable>();
    try (var registry = new OciRegistry(OciSettings.anonymous())) {
      var rounds = new Rounds();
      for (var each : filled) {
        var ledger = Ledgers.open(databases.ledger(each.place()), Instant::now);
        opened.add(ledger);
        var key = PrimaryKey.of(databases, each.place());
        opened.add(key);
        add(rounds, each, ledger, key, registry, settings.seed());
      }
      var measured = rounds.run(settings.size(300, 1), settings.rounds(1000, 3));
      report(sizes, measured, report);
      report.line("").line("Load after: " + Machine.load() + ".");
    } finally {
      for (var each : opened.reversed()) {
        each.close();
      }
      for (var each : filled) {
        databases.drop(each.place());
      }
    }
  }

  private static Filled fill(Settings settings, Databases databases, long size, Report report)
      throws Exception {
    long began = System.nanoTime();
    var place = "entries-" + size;
    var told =
        new LongStory(size, settings.seed())
            .fill(
                databases.ledger(place),
                LongStory.unreal(),
                entries ->
                    System.err.printf(
                        "%s: %,d of %,d entries after %d s%n",
                        databases.name(), entries, size, seconds(began)));
    databases.settle(place);
    report.line(
        "- %s entries: %s MB, filled in %d s"
            .formatted(
                Report.number((double) size),
                Report.number(databases.bytes(place) / 1e6),
                seconds(began)));
    return new Filled(size, told);
  }

  private static long seconds(long began) {
    return (System.nanoTime() - began) / 1_000_000_000;
  }

  private static void add(
      Rounds rounds,
      Filled filled,
      Ledger ledger,
      PrimaryKey key,
      OciRegistry registry,
      long seed) {
    var policy = Policy.of(Workshop.rules("prod", true));
    var questions = new Questions(ledger, registry, policy);
    var random = new Random(seed);
    Map<String, Rounds.Whole> asked = new LinkedHashMap<>();
    asked.put(KEY, () -> needed(key.read(random.nextLong(filled.entries())), KEY));
    asked.put(
        "an entry by its index",
        () -> needed(ledger.entry(random.nextLong(filled.entries())).isPresent(), "an entry"));
    for (var alias : List.of(LongStory.USUAL, LongStory.BUSY)) {
      asked.put("current and previous, " + alias, () -> heads(questions, alias));
      asked.put("current, previous, rollback candidates, " + alias, () -> all(questions, alias));
    }
    asked.put(
        "the last 50 changes of an alias",
        () -> {
          var alias = filled.any(random).alias();
          needed(!ledger.changes(alias, Long.MAX_VALUE, PAGE).isEmpty(), "changes");
        });
    asked.put(
        "by pipeline",
        () -> {
          var run = Events.pipeline(filled.any(random).number());
          needed(!ledger.byPipeline(run, Long.MAX_VALUE, PAGE).isEmpty(), run);
        });
    asked.put(
        "by digest",
        () -> {
          var digest = Events.digest(filled.any(random).number());
          needed(!ledger.byBundle(digest, Long.MAX_VALUE, PAGE).isEmpty(), "entries");
        });
    asked.forEach((name, action) -> rounds.add(name(filled.entries(), name), Rounds.whole(action)));
  }

  private static void heads(Questions questions, Alias alias) {
    var status = questions.brief(alias, Instant.now(), false);
    needed(status.now() != null && status.before() != null, "current and previous");
  }

  private static void all(Questions questions, Alias alias) {
    var status = questions.status(alias, Instant.now(), false);
    needed(status.now() != null && status.backTo() != null, "current and candidates");
  }

  private static void needed(boolean there, String what) {
    if (!there) {
      throw new IllegalStateException("not what was set up: " + what);
    }
  }

  private static String name(long entries, String question) {
    return entries + " " + question;
  }

  private static void report(List<Long> sizes, Map<String, Samples> measured, Report report) {
    var columns = new ArrayList<>(List.of("question"));
    sizes.forEach(size -> columns.add("%,d: p50 / p99".formatted(size)));
    columns.add("growth of p50");
    columns.add("growth of p99");
    columns.add("p50 to primary key");
    columns.add("p99 to primary key");
    report.table(columns.toArray(String[]::new));
    var key = samples(measured, name(sizes.getLast(), KEY));
    var prefix = sizes.getFirst() + " ";
    measured.keySet().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .forEach(question -> {
          var cells = new ArrayList<>(List.of(question));
          for (long size : sizes) {
            var samples = samples(measured, name(size, question));
            cells.add(Report.ms(samples.median()) + " / " + Report.ms(samples.percentile(99)));
          }
          var first = samples(measured, name(sizes.getFirst(), question));
          var last = samples(measured, name(sizes.getLast(), question));
          cells.add(Report.times(last.over(first)));
          cells.add(Report.times((double) last.percentile(99) / first.percentile(99)));
          cells.add(Report.times(last.over(key)));
          cells.add(Report.times((double) last.percentile(99) / key.percentile(99)));
          report.row(cells);
        });
  }
}
