package io.tagtrail.server.retention;

import io.tagtrail.server.retention.Fate.Kept;
import io.tagtrail.server.retention.Fate.Loss;
import io.tagtrail.server.retention.Fate.Lost;
import io.tagtrail.server.retention.Fate.Unclear;
import io.tagtrail.server.retention.Fate.When;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A step with `actions/delete-package-versions`.
///
/// Sources: its README at v5, `src/delete.ts`, `src/version/get-versions.ts`:
/// - With `min-versions-to-keep`, all but the newest so many go; else the oldest
///   `num-old-versions-to-delete` (1) at each run; 100 at most a run.
/// - ⚠ `ignore-versions` is matched against a version's *name*, which of a container is its digest:
///   no pattern of tags protects anything.
/// - ⚠ `delete-only-untagged-versions` takes the children of a tagged index: they have no tags.
final class DeletePackageVersions implements GhcrRules.CleanUp {
  private final String at;
  private final Predicate<String> packages;
  private final @Nullable Predicate<String> ignored;
  private final long minimum;
  private final boolean untagged;

  private DeletePackageVersions(
      String at,
      Predicate<String> packages,
      @Nullable Predicate<String> ignored,
      long minimum,
      boolean untagged) {
    this.at = at;
    this.packages = packages;
    this.ignored = ignored;
    this.minimum = minimum;
    this.untagged = untagged;
  }

  static Optional<GhcrRules.CleanUp> read(View step, List<String> notes) {
    var with = step.at("with");
    with.besides("owner", "token", "num-old-versions-to-delete");
    var type = with.text("package-type");
    if (type != null && !type.equals("container") && !type.equals("docker")) {
      return Optional.empty();
    }
    var ids = with.text("package-version-ids");
    if (ids != null && !ids.isBlank()) {
      notes.add(step.path() + " deletes versions by their ids, which are not judged");
      return Optional.empty();
    }
    var ignore = with.text("ignore-versions");
    if (ignore != null) {
      notes.add(
          step.path()
              + ".with.ignore-versions is matched against digests, not tags: it spares no tag");
    }
    boolean untagged = with.flag("delete-only-untagged-versions", false);
    with.flag("delete-only-pre-release-versions", false);
    var minimum = with.number("min-versions-to-keep");
    var names = with.text("package-name");
    with.done();
    return Optional.of(
        new DeletePackageVersions(
            step.path(),
            packages(names),
            ignore == null ? null : Patterns.backtracking(ignore),
            minimum == null ? -1 : minimum,
            untagged));
  }

  /// One name, several with commas, wildcards, or `/a pattern/`.
  private static Predicate<String> packages(@Nullable String names) {
    if (names == null || names.isBlank() || names.contains("${{")) {
      return name -> true;
    }
    if (names.length() > 2 && names.startsWith("/") && names.endsWith("/")) {
      return Patterns.backtracking(names.substring(1, names.length() - 1));
    }
    var all = new ArrayList<Predicate<String>>();
    Arrays.stream(names.split(",", -1))
        .map(String::strip)
        .map(name -> Patterns.wildcard(name.replace("%2F", "/").replace("%2f", "/"), false))
        .forEach(all::add);
    return name -> all.stream().anyMatch(each -> each.test(name));
  }

  @Override
  public Outlook of(Version version, List<Version> all, Instant now) {
    if (!packages.test(GhcrRules.packageName(version.repository()))) {
      return new Kept(at + " is for another package");
    }
    if (ignored != null && ignored.test(version.digest().toString())) {
      return new Kept(at + " ignores its digest");
    }
    if (untagged) {
      return version.index()
          ? new Lost(
              Loss.BUNDLE,
              new When.At(now),
              at,
              "it is an index, and the manifests that it names have no tags of their own")
          : new Kept(at + " deletes only what has no tag");
    }
    if (minimum < 0) {
      return new Unclear(
          at, "the oldest versions go at each run, however many there are: it comes to every one");
    }
    return Ranks.beyond(
        minimum, version, all, each -> true, Version::pushed, at, "the package's versions");
  }
}
