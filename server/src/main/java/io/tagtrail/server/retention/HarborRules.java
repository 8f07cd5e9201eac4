package io.tagtrail.server.retention;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Repository;
import io.tagtrail.oci.json.Node;
import io.tagtrail.oci.json.NodeReader;
import io.tagtrail.server.retention.Fate.Kept;
import io.tagtrail.server.retention.Fate.Loss;
import io.tagtrail.server.retention.Fate.Lost;
import io.tagtrail.server.retention.Fate.Unclear;
import io.tagtrail.server.retention.Fate.When;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// A retention policy of Harbor, as `GET /api/v2.0/retentions/{id}` gives it.
///
/// Sources:
/// <https://goharbor.io/docs/latest/working-with-projects/working-with-images/create-tag-retention-rules/>
/// and `src/pkg/retention`, `src/lib/selector/selectors/doublestar` of Harbor:
/// - Rules name what stays; of a repository that any rule is for, everything else is deleted, by
///   digest with all its tags. Rules are OR-ed. A repository that no rule is for is left alone.
/// - `matches` takes an artifact with any matching tag; `excludes` one with any tag that does not
///   match. Patterns are doublestar's.
/// - What has no tag is matched too, unless the selector's `extras` say `untagged: false`.
/// - A push time is the newest of the artifact's and of its tags': a new keep-tag renews it.
/// - Defaults where a parameter is missing: 10 artifacts, 30 days.
/// - Garbage collection removes what has no tag whatever the rules say (issue 17230).
final class HarborRules implements RetentionRules {
  private final List<Rule> rules;
  private final List<String> notes;

  private record Rule(
      String at,
      String template,
      long parameter,
      Predicate<String> repositories,
      List<Predicate<Version>> tags) {
    boolean takes(Version version) {
      return tags.stream().allMatch(each -> each.test(version));
    }
  }

  private HarborRules(List<Rule> rules, List<String> notes) {
    this.rules = List.copyOf(rules);
    this.notes = List.copyOf(notes);
  }

  static HarborRules read(Node file) {
    var notes = new ArrayList<String>();
    var top = View.of(file, false, notes);
    top.besides("id", "scope");
    var algorithm = top.text("algorithm");
    if (algorithm != null && !algorithm.equals("or")) {
      notes.add("algorithm %s is not Harbor's (or): judged as or".formatted(algorithm));
    }
    var rules = new ArrayList<Rule>();
    for (var view : top.items("rules")) {
      if (view.flag("disabled", false)) {
        notes.add(view.path() + " is disabled");
        continue;
      }
      rules.add(rule(view, notes));
    }
    var trigger = top.at("trigger");
    trigger.besides("references");
    trigger.text("kind");
    var settings = trigger.at("settings");
    var cron = settings.text("cron");
    if (cron == null || cron.isBlank()) {
      notes.add("the policy has no schedule: it runs when somebody starts it");
    }
    trigger.done();
    top.done();
    return new HarborRules(rules, notes);
  }

  private static Rule rule(View view, List<String> notes) {
    view.besides("id", "priority", "disabled", "repoSelect", "tag_select");
    var action = view.text("action");
    if (action != null && !action.equals("retain")) {
      notes.add("%s has the action %s, which Harbor has not".formatted(view.path(), action));
    }
    var template = view.needText("template");
    var params = view.at("params");
    var own = params.number(template);
    params.done();
    var repositories = new ArrayList<Predicate<String>>();
    var scopes = view.at("scope_selectors");
    for (var selector : scopes.items("repository")) {
      var glob = pattern(selector);
      boolean excludes = "repoExcludes".equals(selector.text("decoration"));
      selector.besides("kind", "extras");
      selector.done();
      repositories.add(name -> glob.test(name) != excludes);
    }
    scopes.done();
    var tags = new ArrayList<Predicate<Version>>();
    for (var selector : view.items("tag_selectors")) {
      tags.add(tags(selector, notes));
    }
    view.done();
    long usual = template.startsWith("nDays") ? 30 : 10;
    return new Rule(
        view.path(),
        template,
        own == null ? usual : own,
        name -> repositories.stream().allMatch(each -> each.test(name)),
        tags);
  }

  private static Predicate<Version> tags(View selector, List<String> notes) {
    var glob = pattern(selector);
    boolean excludes = "excludes".equals(selector.text("decoration"));
    selector.besides("kind");
    var extras = selector.text("extras");
    boolean untagged = true;
    if (extras != null && !extras.isBlank()) {
      try {
        untagged =
            View.of(
                    NodeReader.read(extras.getBytes(StandardCharsets.UTF_8)),
                    false,
                    new ArrayList<>())
                .flag("untagged", true);
      } catch (JsonException e) {
        notes.add(selector.path() + ".extras is not JSON: Harbor leaves it out");
      }
    }
    selector.done();
    boolean bare = untagged != excludes;
    return version ->
        version.tags().isEmpty()
            ? bare
            : version.names().stream().anyMatch(tag -> glob.test(tag) != excludes);
  }

  private static Predicate<String> pattern(View selector) {
    var text = selector.text("pattern");
    return text == null || text.isEmpty() ? name -> true : Patterns.doublestar(text);
  }

  @Override
  public RetentionKind kind() {
    return RetentionKind.HARBOR;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Outlook of(Version version, List<Version> all, Instant now) {
    // Harbor matches the name without its project.
    var path = version.repository().path();
    var name = path.substring(path.indexOf('/') + 1);
    var here = rules.stream().filter(rule -> rule.repositories().test(name)).toList();
    if (here.isEmpty()) {
      return new Kept("no rule is for this repository: nothing of it is deleted");
    }
    var taking = here.stream().filter(rule -> rule.takes(version)).toList();
    if (taking.isEmpty()) {
      return new Lost(
          Loss.BUNDLE,
          new When.At(now),
          here.stream().map(Rule::at).collect(Collectors.joining(", ")),
          "rules are for its repository, and none retains any of its tags");
    }
    return new Outlook.All(taking.stream().map(rule -> by(rule, version, all)).toList());
  }

  private static Outlook by(Rule rule, Version version, List<Version> all) {
    long n = rule.parameter();
    return switch (rule.template()) {
      case "always" -> new Kept(rule.at() + " retains it always");
      case "latestPushedK", "latestActiveK" ->
          Ranks.beyond(
              n,
              version,
              all,
              rule::takes,
              Version::tagged,
              rule.at(),
              "the artifacts that it matches");
      case "latestPulledN", "latestPulledK" ->
          Ranks.beyond(
                  n,
                  version,
                  all,
                  rule::takes,
                  Version::used,
                  rule.at(),
                  "the artifacts that were last pulled")
              .ofPulls();
      case "nDaysSinceLastPush" ->
          Ranks.aged(
              Loss.BUNDLE,
              version.tagged(),
              days(n),
              rule.at(),
              "its newest tag was pushed more than %d days before".formatted(n));
      case "nDaysSinceLastPull" ->
          Ranks.aged(
              Loss.BUNDLE,
              version.used(),
              days(n),
              rule.at(),
              "nobody pulls it for %d days".formatted(n));
      default ->
          new Unclear(rule.at(), "the template %s is not known here".formatted(rule.template()));
    };
  }

  private static Duration days(long n) {
    return Duration.ofDays(Math.min(n, 150L * 365));
  }

  @Override
  public List<String> instead(Repository repository, List<String> tags) {
    var path = repository.path();
    var globs = tags.stream().map(tag -> tag + "," + tag + ".*").collect(Collectors.joining(","));
    return List.of(
        "as one more rule (rules are OR-ed); and a rule of tag immutability for the keep-tags alone:",
        ("{\"action\": \"retain\", \"template\": \"always\", \"params\": {},"
                + " \"tag_selectors\": [{\"kind\": \"doublestar\", \"decoration\": \"matches\","
                + " \"pattern\": \"{%s}\"}], \"scope_selectors\": {\"repository\": [{\"kind\":"
                + " \"doublestar\", \"decoration\": \"repoMatches\", \"pattern\": \"%s\"}]}}")
            .formatted(globs, path.substring(path.indexOf('/') + 1)));
  }
}
