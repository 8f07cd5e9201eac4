package io.tagtrail.server.retention;

import io.tagtrail.core.model.Repository;
import io.tagtrail.server.retention.LintReport.Judged;
import io.tagtrail.server.retention.LintReport.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Asks retention rules what becomes of every bundle that an alias needs.
///
/// A push is known to have been by the first time that the ledger has a bundle in a repository: it
/// may have been earlier, and then a rule by age takes the bundle earlier than is said. Of a rule
/// by count it is known what Tagtrail pushes itself: bundles with keep-tags, and what it attaches
/// to them, of all aliases of the repository at their pace. A rule that counts what others push too
/// is never said to be harmless.
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
    return lint(rules, targets, List.of(), where, now);
  }

  /// @param around the bundles of other aliases: they are not judged, and count in their
  ///   repositories
  public static LintReport lint(
      RetentionRules rules,
      List<Target> targets,
      List<Target> around,
      Predicate<Repository> where,
      Instant now) {
    var here = targets.stream().filter(each -> where.test(each.location().repository())).toList();
    var all = new LinkedHashSet<>(here);
    around.stream().filter(each -> where.test(each.location().repository())).forEach(all::add);
    var there = Inventory.of(List.copyOf(all), rules.kind().indexesReferrers(), now);
    var judged = new ArrayList<Judged>();
    var bad = new LinkedHashSet<Repository>();
    for (var target : here) {
      var repository = target.location().repository();
      var inventory = there.get(repository);
      var version = inventory == null ? null : inventory.version(target.digest()).orElse(null);
      if (inventory == null || version == null) {
        continue;
      }
      var outlook = rules.of(version, inventory.versions(), now);
      var verdict = Verdict.of(outlook, target, inventory, now);
      judged.add(new Judged(target, verdict.fate(), verdict.level()));
      if (verdict.level() != Level.OK) {
        bad.add(repository);
      }
    }
    var instead = new LinkedHashMap<Repository, List<String>>();
    for (var repository : bad) {
      // All aliases of the repository: what is written for one must not leave another one out.
      var names = new TreeSet<String>();
      all.stream()
          .filter(each -> each.location().repository().equals(repository))
          .forEach(each -> names.add(each.location().tag().value()));
      instead.put(repository, rules.instead(repository, List.copyOf(names)));
    }
    return new LintReport(rules.kind(), rules.notes(), judged, instead);
  }
}
