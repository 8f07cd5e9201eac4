package io.tagtrail.server;

import io.tagtrail.core.model.Alias;
import io.tagtrail.server.config.RetentionConfig;
import io.tagtrail.server.doctor.Supplement;
import io.tagtrail.server.readiness.Reach;
import io.tagtrail.server.readiness.Rehearsal;
import io.tagtrail.server.readiness.TargetState;
import io.tagtrail.server.retention.Fate;
import io.tagtrail.server.retention.LintReport.Judged;
import io.tagtrail.server.retention.LintReport.Level;
import io.tagtrail.server.retention.Linter;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What looks at targets and at retention rules showed, for the doctor.
public final class ReadinessSupplement implements Supplement {
  private final Rehearsal rehearsal;
  private final Reach reach;
  private final List<RetentionConfig> rules;
  private final InstantSource clock;

  public ReadinessSupplement(
      Rehearsal rehearsal, Reach reach, List<RetentionConfig> rules, InstantSource clock) {
    this.rehearsal = rehearsal;
    this.reach = reach;
    this.rules = List.copyOf(rules);
    this.clock = clock;
  }

  @Override
  public Optional<Kept> kept(Alias alias) {
    var last = rehearsal.last(alias);
    var targets = last.map(looked -> looked.all().toList()).orElse(List.of());
    var lost =
        targets.stream()
            .filter(each -> each.state() == TargetState.State.LOST)
            .map(each ->
                "#%d (%s): %s".formatted(each.sequence(), each.digest().shortHex(), each.why()));
    var tags =
        targets.stream()
            .flatMap(each -> each.keepTags().stream())
            .filter(TargetState.KeepTag::known)
            .map(TargetState.KeepTag::words);
    return Optional.of(
        new Kept(
            last.map(looked -> looked.time()).orElse(null),
            targets.size(),
            (int) targets.stream().filter(each -> each.state() == TargetState.State.READY).count(),
            Stream.concat(lost, tags).toList(),
            dying(alias).stream().map(ReadinessSupplement::words).toList(),
            covered(alias)));
  }

  /// The bundles of an alias that retention rules take while they are needed, or of which that
  /// cannot be said.
  public List<Judged> dying(Alias alias) {
    var dying = new ArrayList<Judged>();
    if (rules.isEmpty()) {
      return dying;
    }
    var now = clock.instant();
    var targets = reach.of(alias, now);
    var around = reach.around(alias, now);
    for (var each : rules) {
      Linter.lint(each.rules(), targets, around, each::covers, now).judged().stream()
          .filter(judged -> judged.level() != Level.OK)
          .forEach(dying::add);
    }
    return dying;
  }

  private @Nullable Boolean covered(Alias alias) {
    if (rules.isEmpty()) {
      return null;
    }
    return reach.of(alias, clock.instant()).stream()
        .allMatch(
            target -> rules.stream().anyMatch(each -> each.covers(target.location().repository())));
  }

  private static String words(Judged judged) {
    var what =
        switch (judged.fate()) {
          case Fate.Kept kept -> kept.why();
          case Fate.Unclear unclear -> unclear.rule() + ": " + unclear.why();
          case Fate.Lost lost -> lost.rule() + ": " + lost.why();
        };
    return "#%d (%s): %s"
        .formatted(judged.target().sequence(), judged.target().digest().shortHex(), what);
  }
}
