package io.tagtrail.cli.env;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import org.jspecify.annotations.Nullable;

/// GitHub Actions (docs.github.com, "Default environment variables"). A re-run keeps GITHUB_RUN_ID
/// and GITHUB_RUN_NUMBER; only GITHUB_RUN_ATTEMPT changes.
final class GitHubActions {
  private static final String NAME = "github";

  private GitHubActions() {}

  static Caller caller(Variables variables) {
    var repository = variables.text("GITHUB_REPOSITORY", 256);
    var workflow = workflow(variables);
    var id = variables.text("GITHUB_RUN_ID", Facts.Pipeline.ID_BYTES);
    var attempt = variables.number("GITHUB_RUN_ATTEMPT");
    var pipeline =
        new Facts.Pipeline(
            FactStatus.CLAIMED,
            NAME,
            workflow,
            id,
            attempt,
            variables.number("GITHUB_RUN_NUMBER"),
            url(variables, repository, id, attempt));
    // Who pressed the button of a re-run is another variable than who started the first run.
    var person = variables.text("GITHUB_TRIGGERING_ACTOR", 256);
    return new Caller(
        new Mover(
            Mover.Kind.WORKLOAD,
            FactStatus.CLAIMED,
            NAME,
            workflow == null ? repository : workflow),
        person == null ? variables.text("GITHUB_ACTOR", 256) : person,
        pipeline,
        variables.text("GITHUB_SHA", 64),
        variables.warnings());
  }

  /// `acme/shop/.github/workflows/release.yml`: without the ref, because runs are counted for the
  /// file.
  private static @Nullable String workflow(Variables variables) {
    var ref = variables.text("GITHUB_WORKFLOW_REF", Mover.SUBJECT_BYTES);
    if (ref == null) {
      return null;
    }
    int at = ref.indexOf('@');
    return at > 0 ? ref.substring(0, at) : ref;
  }

  private static @Nullable String url(
      Variables variables,
      @Nullable String repository,
      @Nullable String id,
      @Nullable Long attempt) {
    var server = variables.url("GITHUB_SERVER_URL", 512);
    if (server == null || repository == null || id == null) {
      return null;
    }
    return variables.joined(
        "the address of the run",
        server
            + "/"
            + repository
            + "/actions/runs/"
            + id
            + (attempt == null ? "" : "/attempts/" + attempt),
        Facts.Pipeline.URL_BYTES);
  }
}
