package io.tagtrail.server.retention;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Repository;
import io.tagtrail.oci.json.Node;
import io.tagtrail.server.retention.Fate.Kept;
import io.tagtrail.server.retention.Fate.Loss;
import io.tagtrail.server.retention.Fate.Lost;
import io.tagtrail.server.retention.Fate.Unclear;
import io.tagtrail.server.retention.Fate.When;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Cleanup policies of Google's Artifact Registry: the list that `gcloud artifacts repositories
/// set-cleanup-policies` takes, or the map of a repository's `cleanupPolicies`.
///
/// Source: <https://cloud.google.com/artifact-registry/docs/repositories/cleanup-policy>:
/// - What any delete policy matches goes, unless a keep policy keeps it.
/// - All members of a condition must hold; of a list of prefixes one is enough.
/// - `mostRecentVersions` keeps the newest so many of each package.
/// - Ages are of the version (the manifest): a new tag does not make it younger.
final class GarRules implements RetentionRules {
  private final List<Rule> deletes;
  private final List<Rule> keeps;
  private final boolean dryRun;
  private final List<String> notes;

  private record Rule(
      String at,
      boolean deletes,
      String tagState,
      List<String> tagPrefixes,
      List<String> versionPrefixes,
      List<String> packagePrefixes,
      @Nullable Duration olderThan,
      @Nullable Duration newerThan,
      @Nullable Long keepCount) {
    Rule {
      tagPrefixes = List.copyOf(tagPrefixes);
      versionPrefixes = List.copyOf(versionPrefixes);
      packagePrefixes = List.copyOf(packagePrefixes);
    }

    /// Whether it is for this version, times aside.
    boolean takes(Version version) {
      return !tagState.equals("untagged")
          && any(tagPrefixes, version.names())
          && any(versionPrefixes, List.of(version.digest().toString()))
          && any(packagePrefixes, List.of(image(version.repository())));
    }

    private static boolean any(List<String> prefixes, List<String> names) {
      return prefixes.isEmpty()
          || prefixes.stream()
              .anyMatch(prefix -> names.stream().anyMatch(n -> n.startsWith(prefix)));
    }
  }

  private GarRules(List<Rule> rules, boolean dryRun, List<String> notes) {
    this.deletes = rules.stream().filter(Rule::deletes).toList();
    this.keeps = rules.stream().filter(rule -> !rule.deletes()).toList();
    this.dryRun = dryRun;
    this.notes = List.copyOf(notes);
  }

  static GarRules read(Node file) {
    var notes = new ArrayList<String>();
    var top = View.of(file, false, notes);
    var rules = new ArrayList<Rule>();
    boolean dryRun = false;
    if (file instanceof Node.Arr) {
      top.items().forEach(view -> rules.add(rule(view, notes)));
    } else if (top.has("rules")) {
      throw new InvalidValueException(
          "cleanup policies are a list at the top of the file, not under rules");
    } else {
      dryRun = top.flag("cleanupPolicyDryRun", false);
      var map = top.has("cleanupPolicies") ? top.at("cleanupPolicies") : top;
      map.keys().stream()
          .filter(key -> map.at(key).has("action"))
          .forEach(key -> rules.add(rule(map.at(key), notes)));
    }
    return new GarRules(rules, dryRun, notes);
  }

  private static Rule rule(View view, List<String> notes) {
    view.besides("id");
    var name = view.text("name");
    var action = view.at("action");
    var type =
        Objects.requireNonNullElse(
                action.node() instanceof Node.Str(var text) ? text : action.text("type"), "")
            .toLowerCase(Locale.ROOT);
    if (!type.equals("delete") && !type.equals("keep")) {
      throw action.wrong("{\"type\": \"Delete\"} or {\"type\": \"Keep\"}");
    }
    var condition = view.at("condition");
    var recent = view.at("mostRecentVersions");
    var packages = new ArrayList<>(condition.texts("packageNamePrefixes"));
    packages.addAll(recent.texts("packageNamePrefixes"));
    var state = condition.text("tagState");
    var older = condition.text("olderThan");
    var newer = condition.text("newerThan");
    var rule =
        new Rule(
            name == null ? view.path() : "policy " + name,
            type.equals("delete"),
            state == null ? "any" : state.toLowerCase(Locale.ROOT),
            condition.texts("tagPrefixes"),
            condition.texts("versionNamePrefixes"),
            packages,
            older == null ? null : Ages.google(older),
            newer == null ? null : Ages.google(newer),
            recent.number("keepCount"));
    if (rule.keepCount() != null && rule.deletes()) {
      notes.add(rule.at() + " deletes and has mostRecentVersions: only keep policies may");
    }
    if (rule.keepCount() != null && condition.node().there()) {
      notes.add(
          rule.at()
              + " has a condition and mostRecentVersions: one policy has one of them, judged by both");
    }
    condition.done();
    recent.done();
    view.done();
    return rule;
  }

  /// The image's name: what comes after the project and the repository.
  private static String image(Repository repository) {
    var parts = repository.path().split("/", 3);
    return parts.length < 3 || !repository.registry().endsWith("-docker.pkg.dev")
        ? repository.path()
        : parts[2];
  }

  @Override
  public RetentionKind kind() {
    return RetentionKind.GAR;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Outlook of(Version version, List<Version> all, Instant now) {
    if (dryRun) {
      return new Kept("the policies only say what they would do (dry run)");
    }
    var lost = new ArrayList<Outlook>();
    for (var rule : deletes) {
      if (rule.takes(version)) {
        lost.add(deleted(rule, version, now));
      }
    }
    if (lost.isEmpty()) {
      return new Kept("no delete policy matches it");
    }
    var fates = new ArrayList<Outlook>();
    fates.add(new Outlook.Any(lost, new Kept("no delete policy matches it")));
    for (var rule : keeps) {
      if (rule.takes(version)) {
        fates.add(kept(rule, version, all));
      }
    }
    return new Outlook.All(fates);
  }

  private static Outlook deleted(Rule rule, Version version, Instant now) {
    if (rule.newerThan() != null) {
      return new Unclear(rule.at(), "it deletes what is new (newerThan)");
    }
    return rule.olderThan() == null
        ? new Lost(Loss.BUNDLE, new When.At(now), rule.at(), "it matches, whatever its age")
        : Ranks.aged(
            Loss.BUNDLE,
            version.pushed(),
            rule.olderThan(),
            rule.at(),
            "it is older than %s".formatted(Ranks.words(rule.olderThan())));
  }

  /// Until when a keep policy keeps it.
  private static Outlook kept(Rule rule, Version version, List<Version> all) {
    if (rule.olderThan() != null) {
      return new Unclear(rule.at(), "it keeps what is old (olderThan)");
    }
    var fates = new ArrayList<Outlook>();
    if (rule.newerThan() != null) {
      fates.add(
          Ranks.aged(
              Loss.BUNDLE,
              version.pushed(),
              rule.newerThan(),
              rule.at(),
              "is kept only while it is newer than " + Ranks.words(rule.newerThan())));
    }
    if (rule.keepCount() != null) {
      fates.add(
          Ranks.beyond(
              rule.keepCount(),
              version,
              all,
              rule::takes,
              Version::pushed,
              rule.at(),
              "the versions of the package"));
    }
    return new Outlook.Any(fates, new Kept(rule.at() + " keeps it"));
  }

  @Override
  public List<String> instead(Repository repository, List<String> tags) {
    var prefixes =
        tags.stream()
            .flatMap(tag -> java.util.stream.Stream.of("\"" + tag + "\"", "\"" + tag + ".\""))
            .collect(Collectors.joining(", "));
    return List.of(
        "as one more policy (keep wins over delete):",
        ("{\"name\": \"rollback-targets\", \"action\": {\"type\": \"Keep\"}, \"condition\":"
                + " {\"tagState\": \"tagged\", \"tagPrefixes\": [%s], \"packageNamePrefixes\":"
                + " [\"%s\"]}}")
            .formatted(prefixes, image(repository)));
  }
}
