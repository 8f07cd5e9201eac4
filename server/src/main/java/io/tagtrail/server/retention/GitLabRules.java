package io.tagtrail.server.retention;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Repository;
import io.tagtrail.oci.json.Node;
import io.tagtrail.server.retention.Fate.Kept;
import io.tagtrail.server.retention.Fate.Loss;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A project's cleanup policy of GitLab (`container_expiration_policy`), as the projects API gives
/// or takes it.
///
/// Source:
/// <https://docs.gitlab.com/user/packages/container_registry/reduce_container_registry_storage/>:
/// - `latest` stays; then `name_regex` (or `name_regex_delete`) says what may go, `name_regex_keep`
///   what stays all the same; each matches the whole name, and is RE2.
/// - Of the rest the newest `keep_n` stay, and what is younger than `older_than`; both are looked
///   at in each repository of the project.
/// - Tags are removed; what has no tag left is collected by the registry.
final class GitLabRules implements RetentionRules {
  private static final Pattern AGE = Pattern.compile("([0-9]{1,4})\\s*d(?:ays?)?");

  private final boolean enabled;
  private final @Nullable Predicate<String> goes;
  private final @Nullable Predicate<String> stays;
  private final @Nullable Long keepN;
  private final @Nullable Duration olderThan;
  private final List<String> notes;

  private GitLabRules(
      boolean enabled,
      @Nullable Predicate<String> goes,
      @Nullable Predicate<String> stays,
      @Nullable Long keepN,
      @Nullable Duration olderThan,
      List<String> notes) {
    this.enabled = enabled;
    this.goes = goes;
    this.stays = stays;
    this.keepN = keepN;
    this.olderThan = olderThan;
    this.notes = List.copyOf(notes);
  }

  static GitLabRules read(Node file) {
    var notes = new ArrayList<String>();
    var top = View.of(file, false, notes);
    var view =
        top.has("container_expiration_policy")
            ? top.at("container_expiration_policy")
            : top.has("container_expiration_policy_attributes")
                ? top.at("container_expiration_policy_attributes")
                : top;
    view.besides("cadence", "next_run_at", "project_id", "created_at", "updated_at");
    var delete = Objects.requireNonNullElse(text(view, "name_regex_delete"), "");
    var old = Objects.requireNonNullElse(text(view, "name_regex"), "");
    var keep = text(view, "name_regex_keep");
    var age = text(view, "older_than");
    var keepN = view.number("keep_n");
    var goes = delete.isEmpty() ? old : delete;
    var rules =
        new GitLabRules(
            view.flag("enabled", true),
            goes.isEmpty() ? null : Patterns.wholeRe2(goes),
            keep == null ? null : Patterns.wholeRe2(keep),
            keepN,
            age == null ? null : age(age),
            notes);
    view.done();
    if (goes.isEmpty()) {
      notes.add("without name_regex_delete the policy removes nothing");
    }
    return new GitLabRules(
        rules.enabled, rules.goes, rules.stays, rules.keepN, rules.olderThan, notes);
  }

  private static @Nullable String text(View view, String key) {
    var text = view.text(key);
    return text == null || text.isBlank() ? null : text;
  }

  private static Duration age(String text) {
    var match = AGE.matcher(text.strip());
    if (!match.matches()) {
      throw new InvalidValueException("older_than is a number of days, as in 90d");
    }
    return Duration.ofDays(Long.parseLong(match.group(1)));
  }

  @Override
  public RetentionKind kind() {
    return RetentionKind.GITLAB;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Outlook of(Version version, List<Version> all, Instant now) {
    if (!enabled) {
      return new Kept("the policy is off");
    }
    return new Outlook.All(version.tags().stream().map(stamp -> of(stamp, all, now)).toList());
  }

  private boolean takes(String tag) {
    return goes != null
        && !tag.equals("latest")
        && goes.test(tag)
        && (stays == null || !stays.test(tag));
  }

  private Outlook of(Stamp stamp, List<Version> all, Instant now) {
    if (!takes(stamp.tag())) {
      return new Kept("the policy leaves the tag %s".formatted(stamp.tag()));
    }
    var fates = new ArrayList<Outlook>();
    if (olderThan != null) {
      fates.add(
          Ranks.aged(
              Loss.BUNDLE,
              stamp.put(),
              olderThan,
              "older_than",
              "the tag %s goes %s after it was made"
                  .formatted(stamp.tag(), Ranks.words(olderThan))));
    }
    if (keepN != null) {
      long newer =
          all.stream()
              .flatMap(each -> each.tags().stream())
              .filter(each -> takes(each.tag()) && each.put().isAfter(stamp.put()))
              .count();
      fates.add(
          new Outlook.Beyond(
              Loss.BUNDLE,
              keepN,
              newer,
              "keep_n",
              "the tags that it matches",
              Counting.tags(this::takes),
              false));
    }
    return fates.isEmpty()
        ? new Fate.Lost(
            Loss.BUNDLE,
            new Fate.When.At(now),
            "name_regex_delete",
            "it matches the tag %s, whatever its age".formatted(stamp.tag()))
        : new Outlook.All(fates);
  }

  @Override
  public List<String> instead(Repository repository, List<String> tags) {
    return List.of(
        "as name_regex_keep (GitLab matches it against the whole tag):", Regexes.kept(tags));
  }
}
