package io.tagtrail.bench;

import io.tagtrail.bench.measure.Machine;
import io.tagtrail.bench.measure.Report;
import io.tagtrail.bench.world.Folders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Runs benchmarks: `Main [--work FOLDER] [--out FILE] [--seed N] [--rounds FACTOR] [--large]
/// [--database sqlite|postgresql|both] [--tiny] [NAME…]`; without names, all of them.
public final class Main {
  private Main() {}

  /// All benchmarks, by name.
  static Map<String, Benchmark> all() {
    Map<String, Benchmark> all = new LinkedHashMap<>();
    all.put("requests", new RequestCounts());
    all.put("promotion", new PromotionTime());
    all.put("cli", new CliStart());
    all.put("get", new GetAtSize());
    all.put("copy", new CopyTime());
    all.put("inside", new InsideOfBundle());
    all.put("append", new AppendRate());
    all.put("questions", new QuestionsAtSize());
    all.put("api", new ApiTime());
    all.put("nudge", new NudgeTime());
    all.put("signing", new SigningTime());
    all.put("flood", new Flood());
    all.put("readiness", new ReadinessTime());
    all.put("sentinel", new SentinelCost());
    all.put("server", new ServerLife());
    return all;
  }

  public static void main(String[] args) throws Exception {
    var root = Path.of(System.getProperty("tagtrail.root", ".")).toAbsolutePath().normalize();
    var work = root.resolve("bench/target/work");
    var out = root.resolve("bench/target/report.md");
    long seed = 1;
    double rounds = 1;
    boolean tiny = false;
    boolean large = false;
    var database = "both";
    List<String> names = new ArrayList<>();
    for (int i = 0; i < args.length; i++) {
      switch (args[i]) {
        case "--work" -> work = Path.of(args[++i]).toAbsolutePath();
        case "--out" -> out = Path.of(args[++i]);
        case "--seed" -> seed = Long.parseLong(args[++i]);
        case "--rounds" -> rounds = Double.parseDouble(args[++i]);
        case "--tiny" -> tiny = true;
        case "--large" -> large = true;
        case "--database" -> database = database(args[++i]);
        default -> names.add(args[i]);
      }
    }
    var report = new Report(System.out);
    run(new Settings(root, work, seed, tiny, rounds, large, database), names, report);
    Files.writeString(out, report.text());
    System.out.println("\nwritten to " + out);
  }

  private static String database(String name) {
    if (!List.of("sqlite", "postgresql", "both").contains(name)) {
      throw new IllegalArgumentException("sqlite, postgresql or both, not " + name);
    }
    return name;
  }

  /// @param names those to run, in this order; empty for all
  static void run(Settings settings, List<String> names, Report report) throws Exception {
    var all = all();
    for (var name : names) {
      if (!all.containsKey(name)) {
        throw new IllegalArgumentException(
            "no benchmark is called %s; there are %s".formatted(name, all.keySet()));
      }
    }
    Files.createDirectories(settings.work());
    report
        .line("# Benchmarks")
        .line("")
        .line(Instant.now().truncatedTo(ChronoUnit.SECONDS) + ", " + settings)
        .line("")
        .line(Machine.facts(settings.work()))
        .line("")
        .line("Everything on loopback, no link delayed. Keep-tags on; nothing is signed yet.");
    for (var each : all.entrySet()) {
      if (names.isEmpty() || names.contains(each.getKey())) {
        report.heading(each.getKey());
        report.line("Load before: " + Machine.load() + ".");
        var folder = Files.createTempDirectory(settings.work(), each.getKey());
        try {
          each.getValue().run(settings.in(folder), report);
        } finally {
          Folders.delete(folder);
        }
      }
    }
  }
}
