package io.tagtrail.server.retention;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.retention.LintReport.Judged;
import io.tagtrail.server.retention.LintReport.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The bundles of an alias, promoted one after the other, the last of them live.
final class Shelf {
  static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");

  private final Alias alias;
  private final Location location;
  private final List<Target> targets = new ArrayList<>();
  private boolean index;
  private Duration window = Duration.ofDays(90);
  private int keep = 10;

  private Shelf(String alias, String location) {
    this.alias = Alias.parse(alias);
    this.location = Location.parse(location);
  }

  static Shelf of(String alias, String location) {
    return new Shelf(alias, location);
  }

  Shelf indexes() {
    index = true;
    return this;
  }

  Shelf window(int days, int bundles) {
    window = Duration.ofDays(days);
    keep = bundles;
    return this;
  }

  /// Promotions so many days ago, the oldest first.
  Shelf promoted(int... daysAgo) {
    for (int i = 0; i < daysAgo.length; i++) {
      boolean live = i == daysAgo.length - 1;
      var until = live ? null : NOW.minus(Duration.ofDays(daysAgo[i + 1]));
      targets.add(
          new Target(
              alias,
              location,
              digest(i + 1),
              index,
              List.of(new Target.Kept(i + 1, NOW.minus(Duration.ofDays(daysAgo[i])))),
              until,
              until == null ? null : until.plus(window),
              daysAgo.length - 1 - i,
              keep));
    }
    return this;
  }

  Digest digest(int sequence) {
    return Digest.of((alias + "#" + sequence).getBytes(StandardCharsets.UTF_8));
  }

  List<Target> targets() {
    return List.copyOf(targets);
  }

  LintReport lint(String file) {
    return lint(file, targets);
  }

  static LintReport lint(String file, List<Target> targets) {
    return Linter.lint(RulesFile.read(file, null), targets, each -> true, NOW);
  }

  static Judged of(LintReport report, int sequence) {
    return report.judged().stream()
        .filter(each -> each.target().sequence() == sequence)
        .findFirst()
        .orElseThrow();
  }

  static List<Level> levels(LintReport report) {
    return report.judged().stream().map(Judged::level).toList();
  }

  /// The day on which it dies.
  static String day(Judged judged) {
    return switch (((Fate.Lost) judged.fate()).when()) {
      case Fate.When.At at -> at.time().toString().substring(0, 10);
      case Fate.When.Both both ->
          both.time().toString().substring(0, 10) + " and " + both.count() + " more";
      case Fate.When.More more -> more.count() + " more";
    };
  }
}
