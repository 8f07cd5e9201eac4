package io.tagtrail.server.retention;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.server.retention.LintReport.Judged;
import io.tagtrail.server.retention.LintReport.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Asks retention rules what becomes of every bundle that an alias needs.
///
/// A push is known to have been by the first time that the ledger has a bundle in a repository: it
/// may have been earlier, so a bundle may die earlier than is said, never later. Counts are reached
/// sooner too, by what others push.
public final class Linter {
  private Linter() {}

  /// The repositories that a glob is for: `*` stands for anything, `/` too.
  public static Predicate<Repository> where(String glob) {
    var matches = Patterns.wildcard(glob, true);
    return repository -> matches.test(repository.toString());
  }

  /// @param where which repositories the file is for
  public static LintReport lint(
      RetentionRules rules, List<Target> targets, Predicate<Repository> where, Instant now) {
    var here = targets.stream().filter(each -> where.test(each.location().repository())).toList();
    var versions = versions(here, now);
    var judged = new ArrayList<Judged>();
    var tags = new LinkedHashMap<Repository, TreeSet<String>>();
    for (var target : here) {
      var repository = target.location().repository();
      var all = List.copyOf(versions.getOrDefault(repository, Map.of()).values());
      var version = all.stream().filter(each -> each.digest().equals(target.digest())).findFirst();
      if (version.isEmpty()) {
        continue;
      }
      var fate = rules.of(version.get(), all, now);
      var level = level(target, fate);
      judged.add(new Judged(target, fate, level));
      if (level != Level.OK) {
        tags.computeIfAbsent(repository, each -> new TreeSet<>());
      }
    }
    var instead = new LinkedHashMap<Repository, List<String>>();
    for (var repository : tags.keySet()) {
      // All aliases of the repository: what is written for one must not leave another one out.
      var names = new TreeSet<String>();
      here.stream()
          .filter(each -> each.location().repository().equals(repository))
          .forEach(each -> names.add(each.location().tag().value()));
      instead.put(repository, rules.instead(repository, List.copyOf(names)));
    }
    return new LintReport(rules.kind(), rules.notes(), judged, instead);
  }

  private static Level level(Target target, Fate fate) {
    return switch (fate) {
      case Fate.Kept kept -> Level.OK;
      case Fate.Unclear unclear -> Level.UNCLEAR;
      case Fate.Lost lost ->
          switch (lost.when()) {
            case Fate.When.At at -> within(target, at.time()) ? Level.DIES : Level.OK;
            case Fate.When.More more -> reached(target, more.count()) ? Level.DIES : Level.OK;
            case Fate.When.Both both ->
                within(target, both.time()) && reached(target, both.count())
                    ? Level.DIES
                    : Level.OK;
          };
    };
  }

  private static boolean within(Target target, Instant time) {
    return target.windowEnd() == null || time.isBefore(target.windowEnd());
  }

  /// Whether so many more may come while it is still a target: the alias's own moves alone may
  /// bring as many as are left of those that it keeps.
  private static boolean reached(Target target, long more) {
    return more <= Math.max(0, target.keep() - target.newer());
  }

  /// The bundles of each repository, with the tags of all aliases on them.
  private static Map<Repository, Map<Digest, Version>> versions(List<Target> targets, Instant now) {
    var all = new LinkedHashMap<Repository, Map<Digest, Version>>();
    for (var target : targets) {
      var stamps = new ArrayList<Stamp>();
      for (var kept : target.sequences()) {
        stamps.add(new Stamp(target.location().tag().keep(kept.sequence()).value(), kept.put()));
      }
      if (target.live()) {
        var since = target.sequences().isEmpty() ? now : target.sequences().getFirst().put();
        stamps.add(new Stamp(target.location().tag().value(), since));
      }
      if (stamps.isEmpty()) {
        continue;
      }
      var pushed = stamps.stream().map(Stamp::put).min(Instant::compareTo).orElse(now);
      var used = target.until() == null ? now : target.until();
      var repository = target.location().repository();
      all.computeIfAbsent(repository, each -> new LinkedHashMap<>())
          .merge(
              target.digest(),
              new Version(repository, target.digest(), target.index(), stamps, pushed, used),
              Linter::merged);
    }
    return all;
  }

  private static Version merged(Version a, Version b) {
    var tags = new ArrayList<>(a.tags());
    tags.addAll(b.tags());
    return new Version(
        a.repository(),
        a.digest(),
        a.index() || b.index(),
        tags,
        a.pushed().isBefore(b.pushed()) ? a.pushed() : b.pushed(),
        a.used().isAfter(b.used()) ? a.used() : b.used());
  }
}
