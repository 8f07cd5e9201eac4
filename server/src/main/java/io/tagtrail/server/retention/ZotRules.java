package io.tagtrail.server.retention;

import io.tagtrail.core.model.Repository;
import io.tagtrail.server.retention.Fate.Kept;
import io.tagtrail.server.retention.Fate.Loss;
import io.tagtrail.server.retention.Fate.Lost;
import io.tagtrail.server.retention.Fate.When;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// `storage.retention` of zot's configuration, JSON or YAML; keys in any case, as viper reads them.
///
/// Sources: <https://zotregistry.dev/v2.1.11/articles/retention>, and `pkg/retention` of zot
/// 2.1.18:
/// - The first policy with a glob (doublestar) for the repository holds; a repository without one
///   keeps all its tags.
/// - ⚠ With one `keepTags` or more, a tag that matches none of them is deleted, keep-tags included.
/// - A tag belongs to the first `keepTags` with a pattern (Go regexp, found anywhere) for it; no
///   patterns mean all tags. Its rules keep what any of them keeps; no rules keep all that match.
/// - Push times are of the digest, and stay when another tag is put on it.
/// - `subPaths` have settings of their own, chosen by the first part of the repository's name;
///   nothing is inherited, and their garbage collection is off unless they say `gc: true`.
/// - A digest whose last tag is gone answers 404 (issue 4444).
final class ZotRules implements RetentionRules {
  private final Storage usual;
  private final Map<String, Storage> subPaths;
  private final List<String> notes;

  private record Storage(boolean gc, boolean dryRun, List<Policy> policies) {}

  private record Policy(String at, Predicate<String> repositories, List<KeepTags> keep) {}

  private record KeepTags(
      String at,
      Predicate<String> patterns,
      @Nullable Long pushedCount,
      @Nullable Long pulledCount,
      @Nullable Duration pushedWithin,
      @Nullable Duration pulledWithin) {}

  private ZotRules(Storage usual, Map<String, Storage> subPaths, List<String> notes) {
    this.usual = usual;
    this.subPaths = Map.copyOf(subPaths);
    this.notes = List.copyOf(notes);
  }

  static ZotRules read(io.tagtrail.oci.json.Node file) {
    var notes = new ArrayList<String>();
    var storage = View.of(file, true, notes).at("storage");
    var subPaths = new LinkedHashMap<String, Storage>();
    var subs = storage.at("subPaths");
    for (var name : subs.keys()) {
      subPaths.put(name, storage(subs.at(name), false, notes));
    }
    return new ZotRules(storage(storage, true, notes), subPaths, notes);
  }

  private static Storage storage(View view, boolean collects, List<String> notes) {
    view.besides(
        "rootDirectory",
        "dedupe",
        "remoteCache",
        "commit",
        "gcDelay",
        "gcInterval",
        "subPaths",
        "gcTimeWindow",
        "storageDriver",
        "cacheDriver");
    var retention = view.at("retention");
    retention.besides("delay");
    var policies = new ArrayList<Policy>();
    for (var policy : retention.items("policies")) {
      var globs = policy.texts("repositories").stream().map(Patterns::doublestar).toList();
      policy.besides("deleteReferrers", "deleteUntagged", "keepUntagged");
      var keep = policy.items("keepTags").stream().map(ZotRules::keepTags).toList();
      policies.add(
          new Policy(
              policy.path(), name -> globs.stream().anyMatch(glob -> glob.test(name)), keep));
      if (globs.isEmpty()) {
        notes.add(policy.path() + " names no repositories, so it is for none");
      }
      policy.done();
    }
    boolean dryRun = retention.flag("dryRun", false);
    retention.done();
    boolean gc = view.flag("gc", collects);
    view.done();
    return new Storage(gc, dryRun, policies);
  }

  private static KeepTags keepTags(View view) {
    var patterns = view.texts("patterns").stream().map(Patterns::re2).toList();
    var keep =
        new KeepTags(
            view.path(),
            tag -> patterns.isEmpty() || patterns.stream().anyMatch(each -> each.test(tag)),
            zeroIsNone(view.number("mostRecentlyPushedCount")),
            zeroIsNone(view.number("mostRecentlyPulledCount")),
            age(view, "pushedWithin"),
            age(view, "pulledWithin"));
    view.done();
    return keep;
  }

  private static @Nullable Long zeroIsNone(@Nullable Long count) {
    return count == null || count == 0 ? null : count;
  }

  private static @Nullable Duration age(View view, String key) {
    var text = view.text(key);
    return text == null ? null : Ages.go(text);
  }

  @Override
  public RetentionKind kind() {
    return RetentionKind.ZOT;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Outlook of(Version version, List<Version> all, Instant now) {
    var path = version.repository().path();
    int slash = path.indexOf('/');
    var storage = slash < 0 ? usual : subPaths.getOrDefault("/" + path.substring(0, slash), usual);
    if (!storage.gc()) {
      return new Kept("garbage collection is off for it, and retention with it");
    }
    if (storage.dryRun()) {
      return new Kept("the rules only say what they would do (dryRun)");
    }
    var policy =
        storage.policies().stream().filter(each -> each.repositories().test(path)).findFirst();
    if (policy.isEmpty()) {
      return new Kept("no policy is for this repository: all tags stay");
    }
    if (policy.get().keep().isEmpty()) {
      return new Kept(policy.get().at() + " has no keepTags: all tags stay");
    }
    return new Outlook.All(
        version.names().stream().map(tag -> of(policy.get(), tag, version, all, now)).toList());
  }

  private static Outlook of(
      Policy policy, String tag, Version version, List<Version> all, Instant now) {
    var group = policy.keep().stream().filter(each -> each.patterns().test(tag)).findFirst();
    if (group.isEmpty()) {
      return new Lost(
          Loss.BUNDLE,
          new When.At(now),
          policy.at() + ".keepTags",
          "no pattern of keepTags matches the tag " + tag);
    }
    var keep = group.get();
    var fates = new ArrayList<Outlook>();
    if (keep.pushedCount() != null) {
      fates.add(beyond(policy, keep, keep.pushedCount(), version, all, false));
    }
    if (keep.pulledCount() != null) {
      fates.add(beyond(policy, keep, keep.pulledCount(), version, all, true));
    }
    if (keep.pushedWithin() != null) {
      fates.add(
          Ranks.aged(
              Loss.BUNDLE,
              version.pushed(),
              keep.pushedWithin(),
              keep.at(),
              "it was pushed more than %s before".formatted(Ranks.words(keep.pushedWithin()))));
    }
    if (keep.pulledWithin() != null) {
      var used = version.used().isAfter(version.pushed()) ? version.used() : version.pushed();
      fates.add(
          Ranks.aged(
              Loss.BUNDLE,
              used,
              keep.pulledWithin(),
              keep.at(),
              "nobody pulls it for %s".formatted(Ranks.words(keep.pulledWithin()))));
    }
    return fates.isEmpty() ? new Kept(keep.at() + " keeps the tag " + tag) : new Outlook.All(fates);
  }

  /// By the tags of newer bundles that the same `keepTags` counts.
  private static Outlook.Beyond beyond(
      Policy policy, KeepTags keep, long kept, Version version, List<Version> all, boolean byPull) {
    Function<Version, Instant> by = byPull ? Version::used : Version::pushed;
    var counting =
        Counting.tags(tag ->
            policy.keep().stream()
                .filter(each -> each.patterns().test(tag))
                .findFirst()
                .filter(first -> first.at().equals(keep.at()))
                .isPresent());
    long newer =
        all.stream()
            .filter(each -> !each.digest().equals(version.digest()))
            .filter(each -> by.apply(each).isAfter(by.apply(version)))
            .mapToLong(counting::of)
            .sum();
    return new Outlook.Beyond(
        Loss.BUNDLE,
        kept,
        newer,
        keep.at(),
        byPull ? "the tags that were last pulled" : "the tags that it matches",
        counting,
        byPull);
  }

  @Override
  public List<String> instead(Repository repository, List<String> tags) {
    return List.of(
        "as the first of keepTags in the policy that is for %s, with nothing beside its patterns:"
            .formatted(repository.path()),
        "{\"patterns\": [\"^%s$\"]}".formatted(Regexes.keptInJson(tags)));
  }
}
