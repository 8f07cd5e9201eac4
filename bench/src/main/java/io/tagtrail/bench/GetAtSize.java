package io.tagtrail.bench;

import static io.tagtrail.bench.measure.Rounds.samples;

import io.tagtrail.bench.measure.Cost;
import io.tagtrail.bench.measure.Costs;
import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.measure.Rounds;
import io.tagtrail.bench.measure.Samples;
import io.tagtrail.bench.world.LongLedger;
import io.tagtrail.bench.world.Programs;
import io.tagtrail.bench.world.Registries;
import io.tagtrail.bench.world.Served;
import io.tagtrail.bench.world.Workshop;
import io.tagtrail.core.history.Live;
import io.tagtrail.core.history.Questions;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.store.SqliteLedger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// What `get` asks, on ledgers of growing length; and the whole verb.
final class GetAtSize implements Benchmark {
  private static final Policy POLICY = Policy.of(Workshop.rules("prod", true));

  /// What is asked of an alias.
  private enum Question {
    HEADS("current and previous, ledger alone"),
    OFFLINE("all that `get --offline` shows"),
    LIVE("all that `get` shows, registry asked");

    private final String what;

    Question(String what) {
      this.what = what;
    }

    void ask(Questions questions, Alias alias) {
      var now = Instant.now();
      var status =
          switch (this) {
            case HEADS -> questions.brief(alias, now, false);
            case OFFLINE -> questions.status(alias, now, false);
            case LIVE -> questions.status(alias, now, true);
          };
      boolean agrees = status.live() instanceof Live.Agrees;
      if (status.now() == null || (this == LIVE) != agrees) {
        throw new IllegalStateException("not what was set up: " + status);
      }
    }
  }

  @Override
  public void run(Settings settings, Report report) throws Exception {
    var sizes = settings.tiny() ? List.of(200, 600) : List.of(1_000, 10_000, 100_000);
    var registries = Registries.embedded(settings.tiny());
    try (var served =
            registries.start(registries.names().getFirst(), settings.work().resolve("registry"));
        var registry = new OciRegistry(OciSettings.anonymous())) {
      Map<Integer, LongLedger> ledgers = new LinkedHashMap<>();
      for (int size : sizes) {
        ledgers.put(
            size,
            LongLedger.make(
                settings.work().resolve("entries-" + size), served.host(), size, settings.seed()));
      }
      report.line(
          ("Ledgers of %s entries (seed %d) side by side: `shop/prod` has 40 moves in each of "
                  + "them, `busy/prod` a twentieth of the entries in moves; the rest is of 100 other "
                  + "aliases. Warm, one thread. The registry is %s, a bundle of three parts.")
              .formatted(ledgers.keySet(), settings.seed(), served.name()));
      questions(settings, ledgers, registry, report);
      processes(settings, ledgers, served, report);
    }
  }

  private static void questions(
      Settings settings, Map<Integer, LongLedger> ledgers, OciRegistry registry, Report report)
      throws Exception {
    var opened = new LinkedHashMap<Integer, SqliteLedger>();
    try {
      var rounds = new Rounds();
      ledgers.forEach((size, each) -> opened.put(size, each.open()));
      opened.forEach((size, ledger) -> {
        var random = new Random(settings.seed());
        rounds.add(
            name(size, "one entry by its index", null),
            Rounds.whole(() -> needed(ledger, random.nextInt(size))));
        var questions = new Questions(ledger, registry, POLICY);
        for (var question : Question.values()) {
          for (var alias : List.of(LongLedger.USUAL, LongLedger.BUSY)) {
            rounds.add(
                name(size, question.what, alias),
                Rounds.whole(() -> question.ask(questions, alias)));
          }
        }
      });
      var measured = rounds.run(settings.size(100, 1), settings.rounds(500, 3));
      report(ledgers.keySet().stream().toList(), measured, report);
    } finally {
      opened.values().forEach(SqliteLedger::close);
    }
  }

  private static void needed(SqliteLedger ledger, long index) {
    if (ledger.entry(index).isEmpty()) {
      throw new IllegalStateException("there is no entry " + index);
    }
  }

  private static void report(List<Integer> sizes, Map<String, Samples> measured, Report report) {
    var columns = new ArrayList<>(List.of("question", "alias"));
    sizes.forEach(size -> columns.add("%,d: p50 / p99".formatted(size)));
    columns.add("growth of p50");
    columns.add("p99 to p99 of one entry");
    report.table(columns.toArray(String[]::new));
    row(sizes, measured, "one entry by its index", null, report);
    for (var question : Question.values()) {
      for (var alias : List.of(LongLedger.USUAL, LongLedger.BUSY)) {
        row(sizes, measured, question.what, alias, report);
      }
    }
  }

  private static void row(
      List<Integer> sizes,
      Map<String, Samples> measured,
      String what,
      @Nullable Alias alias,
      Report report) {
    var cells = new ArrayList<>(List.of(what, alias == null ? "" : alias.toString()));
    for (int size : sizes) {
      var samples = samples(measured, name(size, what, alias));
      cells.add(Report.ms(samples.median()) + " / " + Report.ms(samples.percentile(99)));
    }
    var largest = samples(measured, name(sizes.getLast(), what, alias));
    var one = samples(measured, name(sizes.getLast(), "one entry by its index", null));
    cells.add(Report.times(largest.over(samples(measured, name(sizes.getFirst(), what, alias)))));
    cells.add(Report.times((double) largest.percentile(99) / one.percentile(99)));
    report.row(cells);
  }

  private static String name(int size, String what, @Nullable Alias alias) {
    return size + " " + what + " " + alias;
  }

  private static void processes(
      Settings settings, Map<Integer, LongLedger> ledgers, Served served, Report report)
      throws Exception {
    var program = new Programs(settings.root()).usual();
    Map<String, Costs.Run> runs = new LinkedHashMap<>();
    ledgers.forEach((size, ledger) -> {
      for (var alias : settings.of(List.of(LongLedger.BUSY, LongLedger.USUAL))) {
        runs.put(
            "%,d entries, %s".formatted(size, alias),
            () ->
                Cost.of(
                    ledger.folder(),
                    Map.of(),
                    List.of(0),
                    Programs.with(program, "get", alias.toString())));
      }
    });
    var measured = Costs.rounds(runs, settings.size(2, 0), settings.rounds(12, 1));
    report
        .line("")
        .line(
            "The whole verb `tagtrail get ALIAS`, the registry (%s) asked%s:"
                .formatted(
                    served.name(),
                    new Programs(settings.root()).launcher().isPresent()
                        ? ", by the launcher"
                        : ", WITHOUT the launcher (it is not built)"))
        .table("ledger", "wall p50", "wall p99", "CPU p50");
    measured.forEach((name, costs) ->
        report.row(
            name,
            Report.ms(costs.wall().median()),
            Report.ms(costs.wall().percentile(99)),
            Report.ms(costs.cpu().median())));
  }
}
