package io.tagtrail.server.retention;

import io.tagtrail.core.model.Repository;
import io.tagtrail.oci.json.Node;
import io.tagtrail.server.retention.Fate.Kept;
import io.tagtrail.server.retention.Fate.Loss;
import io.tagtrail.server.retention.Fate.Lost;
import io.tagtrail.server.retention.Fate.Unclear;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// A lifecycle policy of Amazon ECR, as it is put, or as `get-lifecycle-policy` gives it.
///
/// Sources: <https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html> and
/// <https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html>:
/// - The rule with the lowest `rulePriority` that matches an image decides over it: a rule of lower
///   priority cannot expire what matches the tags of one before it.
/// - ⚠ Several patterns (or prefixes) of one rule are AND-ed: the image must have a tag for each.
/// - A count is over all images that match, by the time of their push, which a new tag does not
///   renew.
/// - What `transition` archives cannot be pulled until it is restored: for a rollback it is gone.
/// - The children of an index cannot expire before the index.
final class EcrRules implements RetentionRules {
  private final List<Rule> rules;
  private final List<String> notes;

  private record Rule(
      String at,
      long priority,
      String status,
      List<Predicate<String>> patterns,
      String countType,
      long count,
      String action) {
    boolean takes(Version version) {
      return switch (status) {
        case "any" -> true;
        case "tagged" ->
            !version.tags().isEmpty()
                && patterns.stream().allMatch(each -> version.names().stream().anyMatch(each));
        default -> false;
      };
    }

    String done() {
      return action.equals("transition") ? "archived, and not to be pulled from there" : "expired";
    }
  }

  private EcrRules(List<Rule> rules, List<String> notes) {
    this.rules = List.copyOf(rules);
    this.notes = List.copyOf(notes);
  }

  static EcrRules read(Node file) {
    var notes = new ArrayList<String>();
    var top = View.of(file, false, notes);
    var inner = top.text("lifecyclePolicyText");
    if (inner != null) {
      return read(Documents.read(inner));
    }
    var rules = new ArrayList<Rule>();
    var priorities = new HashSet<Long>();
    for (var view : top.items("rules")) {
      var rule = rule(view, notes);
      if (!priorities.add(rule.priority())) {
        notes.add(
            "%s has a rulePriority that another has too: ECR refuses that".formatted(rule.at()));
      }
      rules.add(rule);
    }
    top.done();
    rules.sort(Comparator.comparingLong(Rule::priority));
    return new EcrRules(rules, notes);
  }

  private static Rule rule(View view, List<String> notes) {
    view.besides("description");
    var selection = view.at("selection");
    var patterns = new ArrayList<Predicate<String>>();
    for (var pattern : selection.texts("tagPatternList")) {
      patterns.add(Patterns.wildcard(pattern, false));
    }
    for (var prefix : selection.texts("tagPrefixList")) {
      patterns.add(tag -> tag.startsWith(prefix));
    }
    if (patterns.size() > 1) {
      notes.add(
          "%s: an image has to match all %d of its patterns, each by one of its tags"
              .formatted(view.path(), patterns.size()));
    }
    selection.besides("storageClass");
    var unit = selection.text("countUnit");
    if (unit != null && !unit.equals("days")) {
      notes.add("%s counts in %s, which ECR has not (days)".formatted(view.path(), unit));
    }
    var action = view.at("action");
    action.besides("targetStorageClass");
    var type = action.text("type");
    var rule =
        new Rule(
            view.path(),
            Objects.requireNonNullElse(view.number("rulePriority"), Long.MAX_VALUE),
            selection.needText("tagStatus"),
            patterns,
            selection.needText("countType"),
            Objects.requireNonNullElse(selection.number("countNumber"), 0L),
            type == null ? "expire" : type);
    action.done();
    selection.done();
    view.done();
    return rule;
  }

  @Override
  public RetentionKind kind() {
    return RetentionKind.ECR;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Outlook of(Version version, List<Version> all, Instant now) {
    var first = rules.stream().filter(rule -> rule.takes(version)).findFirst();
    if (first.isEmpty()) {
      return new Kept("no rule matches its tags");
    }
    var rule = first.get();
    return switch (rule.countType()) {
      case "imageCountMoreThan" ->
          Ranks.beyond(
              rule.count(),
              version,
              all,
              rule::takes,
              Version::pushed,
              rule.at(),
              "the images that it matches");
      case "sinceImagePushed" -> aged(rule, version.pushed(), "it was pushed");
      case "sinceImagePulled" -> aged(rule, version.used(), "it was last pulled");
      case "sinceImageTransitioned" ->
          new Lost(
              Loss.BUNDLE,
              new Fate.When.At(version.pushed().plus(days(rule.count()))),
              rule.at(),
              "it is deleted from the archive");
      default ->
          new Unclear(rule.at(), "the countType %s is not known here".formatted(rule.countType()));
    };
  }

  private static Fate aged(Rule rule, Instant from, String what) {
    return Ranks.aged(
        Loss.BUNDLE,
        from,
        days(rule.count()),
        rule.at(),
        "%s more than %d days before, so it is %s".formatted(what, rule.count(), rule.done()));
  }

  private static Duration days(long count) {
    return Duration.ofDays(Math.min(count, 150L * 365));
  }

  @Override
  public List<String> instead(Repository repository, List<String> tags) {
    var lines = new ArrayList<String>();
    lines.add(
        "as the first rules, one for each tag (patterns of one rule are AND-ed); they keep their"
            + " images from every rule after them:");
    for (int i = 0; i < tags.size(); i++) {
      lines.add(
          ("{\"rulePriority\": %d, \"description\": \"rollback targets of %s\", \"selection\":"
                  + " {\"tagStatus\": \"tagged\", \"tagPatternList\": [\"%s.*\"], \"countType\":"
                  + " \"imageCountMoreThan\", \"countNumber\": 9999}, \"action\": {\"type\":"
                  + " \"expire\"}}")
              .formatted(i + 1, tags.get(i), tags.get(i)));
    }
    return lines;
  }
}
