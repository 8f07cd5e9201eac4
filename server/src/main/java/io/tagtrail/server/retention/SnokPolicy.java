package io.tagtrail.server.retention;

import io.tagtrail.server.retention.Fate.Kept;
import io.tagtrail.server.retention.Fate.Loss;
import io.tagtrail.server.retention.Fate.Lost;
import io.tagtrail.server.retention.Fate.Unclear;
import io.tagtrail.server.retention.Fate.When;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A step with `snok/container-retention-policy`, version 3.
///
/// Sources: its README, `src/core/select_package_versions.rs` and `src/matchers.rs`:
/// - A version older than `cut-off` goes if *all* its tags match a pattern of `image-tags` (`*`,
///   `?`); a tag that matches a `!` pattern protects it; no patterns match everything.
/// - `keep-n-most-recent` spares the newest tagged ones of those.
/// - `tag-selection` is `both` by default, and takes untagged versions whatever `image-tags` says:
///   before 3.1 the children of an index too (issue 43).
final class SnokPolicy implements GhcrRules.CleanUp {
  private final String at;
  private final Predicate<String> images;
  private final List<Predicate<String>> positive;
  private final List<Predicate<String>> negative;
  private final Duration cutOff;
  private final long keep;
  private final String selection;
  private final List<String> skipped;
  private final boolean old;
  private final boolean told;

  private SnokPolicy(
      String at,
      Predicate<String> images,
      List<Predicate<String>> positive,
      List<Predicate<String>> negative,
      Duration cutOff,
      long keep,
      String selection,
      List<String> skipped,
      boolean old,
      boolean told) {
    this.at = at;
    this.images = images;
    this.positive = List.copyOf(positive);
    this.negative = List.copyOf(negative);
    this.cutOff = cutOff;
    this.keep = keep;
    this.selection = selection;
    this.skipped = List.copyOf(skipped);
    this.old = old;
    this.told = told;
  }

  static Optional<GhcrRules.CleanUp> read(View step, String version, List<String> notes) {
    if (version.startsWith("v1") || version.startsWith("v2")) {
      notes.add("%s is version %s: not judged, v3 is".formatted(step.path(), version));
      return Optional.of((each, all, now) ->
          new Unclear(step.path(), "only version 3 of this action is known here"));
    }
    var with = step.at("with");
    with.besides("account", "token", "rust-log", "timestamp-to-use", "github-api-url");
    if (with.flag("dry-run", false)) {
      notes.add(step.path() + " only says what it would do (dry-run)");
      return Optional.empty();
    }
    var positive = new ArrayList<Predicate<String>>();
    var negative = new ArrayList<Predicate<String>>();
    split(with.text("image-tags"), positive, negative);
    var names = new ArrayList<Predicate<String>>();
    var notNames = new ArrayList<Predicate<String>>();
    split(with.text("image-names"), names, notNames);
    var cutOff = with.needText("cut-off");
    var keep = with.number("keep-n-most-recent");
    var selection = with.text("tag-selection");
    var skipped = with.text("skip-shas");
    with.done();
    return Optional.of(
        new SnokPolicy(
            step.path(),
            name ->
                (names.isEmpty() || names.stream().anyMatch(each -> each.test(name)))
                    && notNames.stream().noneMatch(each -> each.test(name)),
            positive,
            negative,
            Ages.human(cutOff),
            keep == null ? 0 : keep,
            selection == null ? "both" : selection.strip(),
            skipped == null ? List.of() : List.of(skipped.split("[,\\s]+", -1)),
            version.startsWith("v3.0"),
            version.matches("v3\\.[1-9].*|v[4-9].*|main")));
  }

  private static void split(
      @Nullable String text, List<Predicate<String>> positive, List<Predicate<String>> negative) {
    if (text == null) {
      return;
    }
    Arrays.stream(text.strip().split("[,\\s]+", -1))
        .filter(each -> !each.isEmpty())
        .forEach(each -> {
          boolean not = each.startsWith("!");
          (not ? negative : positive).add(Patterns.wildcard(not ? each.substring(1) : each, true));
        });
  }

  @Override
  public Outlook of(Version version, List<Version> all, Instant now) {
    if (!images.test(GhcrRules.packageName(version.repository()))) {
      return new Kept(at + " is for other images");
    }
    if (skipped.contains(version.digest().toString())) {
      return new Kept(at + " skips its digest");
    }
    if (old && version.index() && !selection.equals("tagged")) {
      return new Lost(
          Loss.BUNDLE,
          new When.At(version.pushed().plus(cutOff)),
          at,
          "it is an index: the manifests that it names have no tags, and go after the cut-off");
    }
    if (!old && !told && version.index() && !selection.equals("tagged")) {
      return new Unclear(
          at, "it is an index, and whether the action spares what that names hangs on its version");
    }
    if (selection.equals("untagged")) {
      return new Kept(at + " deletes only what has no tag");
    }
    if (!takes(version)) {
      return new Kept(at + " leaves it for its tags");
    }
    var aged =
        Ranks.aged(
            Loss.BUNDLE,
            version.pushed(),
            cutOff,
            at,
            "all its tags match, and it is older than %s".formatted(Ranks.words(cutOff)));
    return keep == 0
        ? aged
        : new Outlook.All(
            List.of(
                aged,
                Ranks.beyond(
                    keep,
                    version,
                    all,
                    this::takes,
                    Version::pushed,
                    at,
                    "the versions that it matches")));
  }

  private boolean takes(Version version) {
    var tags = version.names();
    return !tags.isEmpty()
        && tags.stream().noneMatch(tag -> negative.stream().anyMatch(each -> each.test(tag)))
        && (positive.isEmpty()
            || tags.stream().allMatch(tag -> positive.stream().anyMatch(each -> each.test(tag))));
  }
}
