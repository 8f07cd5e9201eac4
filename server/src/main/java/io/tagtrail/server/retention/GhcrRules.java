package io.tagtrail.server.retention;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Repository;
import io.tagtrail.oci.json.Node;
import io.tagtrail.server.retention.Fate.Kept;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// Clean-ups of GitHub's registry: the steps of a workflow that use
/// `actions/delete-package-versions` or `snok/container-retention-policy`. GHCR has no rules of its
/// own; it deletes whole versions (manifests), whatever tags they have.
final class GhcrRules implements RetentionRules {
  private static final String DELETE = "actions/delete-package-versions@";
  private static final String SNOK = "snok/container-retention-policy@";

  private final List<CleanUp> steps;
  private final List<String> notes;

  /// One step that deletes.
  interface CleanUp {
    Outlook of(Version version, List<Version> all, Instant now);
  }

  private GhcrRules(List<CleanUp> steps, List<String> notes) {
    this.steps = List.copyOf(steps);
    this.notes = List.copyOf(notes);
  }

  static GhcrRules read(Node file) {
    var notes = new ArrayList<String>();
    var steps = new ArrayList<CleanUp>();
    var jobs = View.of(file, false, notes).at("jobs");
    for (var job : jobs.keys()) {
      for (var step : jobs.at(job).items("steps")) {
        var uses = step.text("uses");
        if (uses == null) {
          continue;
        }
        var name = uses.toLowerCase(Locale.ROOT);
        if (name.startsWith(DELETE)) {
          DeletePackageVersions.read(step, notes).ifPresent(steps::add);
        } else if (name.startsWith(SNOK)) {
          SnokPolicy.read(step, uses.substring(SNOK.length()), notes).ifPresent(steps::add);
        } else if (name.contains("ghcr") || name.contains("delete") || name.contains("retention")) {
          notes.add(
              "%s uses %s, which is not known here, and not judged".formatted(step.path(), uses));
        }
      }
    }
    if (steps.isEmpty() && notes.isEmpty()) {
      throw new InvalidValueException(
          "no step of it uses actions/delete-package-versions or snok/container-retention-policy");
    }
    return new GhcrRules(steps, notes);
  }

  /// The package's name in a repository: all after the owner.
  static String packageName(Repository repository) {
    var path = repository.path();
    return path.substring(path.indexOf('/') + 1);
  }

  @Override
  public RetentionKind kind() {
    return RetentionKind.GHCR;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Outlook of(Version version, List<Version> all, Instant now) {
    return new Outlook.Any(
        steps.stream().map(step -> step.of(version, all, now)).toList(),
        new Kept("no step deletes it"));
  }

  @Override
  public List<String> instead(Repository repository, List<String> tags) {
    return List.of(
        "with snok/container-retention-policy@v3.1.0 or later (a tag that matches a '!' pattern protects its"
            + " version); delete-package-versions cannot spare a container by its tags:",
        "image-tags: \"%s\""
            .formatted(
                tags.stream()
                    .map(tag -> "!" + tag + " !" + tag + ".*")
                    .collect(Collectors.joining(" "))),
        "tag-selection: tagged");
  }
}
