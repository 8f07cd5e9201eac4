package io.tagtrail.server.retention;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Text;
import io.tagtrail.oci.json.Node;
import io.tagtrail.server.retention.Fate.Kept;
import io.tagtrail.server.retention.Fate.Loss;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What removes things from an Azure Container Registry: `acr purge` commands, wherever they stand
/// in a text (a script, a task's YAML, `az acr task create`), and the retention policy for untagged
/// manifests (`az acr config retention show`, or a registry's `policies`).
///
/// Sources: <https://learn.microsoft.com/azure/container-registry/container-registry-auto-purge>,
/// <https://learn.microsoft.com/azure/container-registry/container-registry-retention-policy> and
/// `cmd/acr/purge.go` of acr-cli:
/// - `--filter 'repository:regex'`: the repository's pattern is of the whole name, the tag's is
///   found anywhere in it; several are allowed.
/// - A tag older than `--ago`, by when it was last put, is removed; `--keep` spares the newest of
///   those that would go. Locked tags stay, unless `--include-locked`.
/// - The manifest goes with `--untagged`, or by the retention policy its days later.
final class AcrRules implements RetentionRules {
  private final List<Purge> purges;
  private final @Nullable Duration untagged;
  private final List<String> notes;

  private record Filter(Predicate<String> repository, Predicate<String> tag) {}

  private record Purge(String at, List<Filter> filters, Duration ago, long keep, boolean untagged) {
    boolean takes(Repository repository, String tag) {
      return filters.stream()
          .anyMatch(
              filter -> filter.repository().test(repository.path()) && filter.tag().test(tag));
    }
  }

  private AcrRules(List<Purge> purges, @Nullable Duration untagged, List<String> notes) {
    this.purges = List.copyOf(purges);
    this.untagged = untagged;
    this.notes = List.copyOf(notes);
  }

  static AcrRules read(String text) {
    var notes = new ArrayList<String>();
    var commands = Commands.named(text, "acr purge");
    if (commands.isEmpty()) {
      return policy(Documents.read(text), notes);
    }
    var purges = new ArrayList<Purge>();
    for (int i = 0; i < commands.size(); i++) {
      var at = "acr purge" + (commands.size() == 1 ? "" : " (command %d)".formatted(i + 1));
      var purge = purge(at, commands.get(i), notes);
      if (purge != null) {
        purges.add(purge);
      }
    }
    return new AcrRules(purges, null, notes);
  }

  private static AcrRules policy(Node file, List<String> notes) {
    var top = View.of(file, false, notes);
    var inner = top.has("properties") ? top.at("properties") : top;
    var policies = inner.has("policies") ? inner.at("policies") : inner;
    var retention = policies.has("retentionPolicy") ? policies.at("retentionPolicy") : policies;
    if (!retention.has("days")) {
      throw new InvalidValueException(
          "it has neither an acr purge command nor a retention policy (status, days)");
    }
    retention.besides("lastUpdatedTime", "softDeletePolicy", "quarantinePolicy", "trustPolicy");
    var days = retention.number("days");
    boolean enabled = !"disabled".equals(retention.text("status"));
    retention.done();
    return new AcrRules(
        List.of(), enabled ? Duration.ofDays(Objects.requireNonNullElse(days, 7L)) : null, notes);
  }

  private static @Nullable Purge purge(String at, List<String> words, List<String> notes) {
    var filters = new ArrayList<Filter>();
    Duration ago = null;
    long keep = 0;
    boolean untagged = false;
    for (int i = 0; i < words.size(); i++) {
      var word = words.get(i);
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      var name = equals > 0 ? word.substring(0, equals) : word;
      var value =
          equals > 0 ? word.substring(equals + 1) : i + 1 < words.size() ? words.get(i + 1) : "";
      boolean takes = true;
      switch (name) {
        case "--filter", "-f" -> filters.add(filter(value));
        case "--ago" -> ago = Ages.acr(value);
        case "--keep" -> keep = number(value);
        case "--registry",
            "-r",
            "--concurrency",
            "--config",
            "-c",
            "--username",
            "-u",
            "--password",
            "-p",
            "--filter-timeout-seconds",
            "--repository-page-size" -> {}
        case "--untagged", "--dry-run", "--include-locked", "--untagged-only" -> takes = false;
        default -> {
          takes = false;
          notes.add(at + ": not known here, and not judged: " + Text.clipped(name, 60));
        }
      }
      untagged |= name.equals("--untagged") && !value.equals("false");
      if (name.equals("--dry-run")) {
        notes.add(at + " only says what it would do (--dry-run)");
        return null;
      }
      if (name.equals("--untagged-only")) {
        notes.add(at + " removes only manifests without tags (--untagged-only)");
        return null;
      }
      i += takes && equals < 0 ? 1 : 0;
    }
    if (ago == null || filters.isEmpty()) {
      notes.add(at + " has no --ago or no --filter: it would not run");
      return null;
    }
    return new Purge(at, filters, ago, keep, untagged);
  }

  private static Filter filter(String value) {
    // The first colon that is not of a group (?:…).
    int split = value.indexOf(':');
    while (split > 0 && value.charAt(split - 1) == '?') {
      split = value.indexOf(':', split + 1);
    }
    if (split < 0) {
      throw new InvalidValueException(
          "a --filter has the form repository:pattern, not " + Text.clipped(value, 80));
    }
    return new Filter(
        Patterns.backtracking("^(?:" + value.substring(0, split) + ")$"),
        Patterns.backtracking(value.substring(split + 1)));
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new InvalidValueException("--keep takes a number, not " + Text.clipped(text, 40), e);
    }
  }

  @Override
  public RetentionKind kind() {
    return RetentionKind.ACR;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Outlook of(Version version, List<Version> all, Instant now) {
    if (purges.isEmpty()) {
      return new Kept(
          untagged == null
              ? "nothing in it removes a tag"
              : "it has tags, and the policy removes only what has none (%s after)"
                  .formatted(Ranks.words(untagged)));
    }
    return new Outlook.All(version.tags().stream().map(stamp -> of(stamp, version, all)).toList());
  }

  private Outlook of(Stamp stamp, Version version, List<Version> all) {
    var fates =
        purges.stream()
            .filter(purge -> purge.takes(version.repository(), stamp.tag()))
            .map(purge -> by(purge, stamp, version, all))
            .toList();
    return new Outlook.Any(fates, new Kept("no purge matches the tag " + stamp.tag()));
  }

  private static Outlook by(Purge purge, Stamp stamp, Version version, List<Version> all) {
    var loss = purge.untagged() ? Loss.BUNDLE : Loss.TAGS;
    var aged =
        Ranks.aged(
            loss,
            stamp.put(),
            purge.ago(),
            purge.at(),
            "the tag %s matches, and was put more than %s before"
                .formatted(stamp.tag(), Ranks.words(purge.ago())));
    if (purge.keep() == 0) {
      return aged;
    }
    long newer =
        all.stream()
            .flatMap(each -> each.tags().stream())
            .filter(each -> purge.takes(version.repository(), each.tag()))
            .filter(each -> each.put().isAfter(stamp.put()))
            .count();
    return new Outlook.All(
        List.of(
            aged,
            new Outlook.Beyond(
                loss,
                purge.keep(),
                newer,
                purge.at(),
                "the tags that would go",
                Counting.tags(tag -> purge.takes(version.repository(), tag)),
                false)));
  }

  @Override
  public List<String> instead(Repository repository, List<String> tags) {
    return List.of(
        "as the filter (the pattern leaves the environments' tags and their keep-tags out):",
        "--filter '%s:^(?!%s$).*'".formatted(repository.path(), Regexes.kept(tags)),
        "and, against everything else that deletes, lock each keep-tag: az acr repository update"
            + " --name REGISTRY --image %s:%s.42 --delete-enabled false"
                .formatted(repository.path(), tags.getFirst()));
  }
}
