package io.tagtrail.cli.env;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import org.jspecify.annotations.Nullable;

/// GitLab CI (docs.gitlab.com, "Predefined CI/CD variables reference"). A job that is run again
/// keeps CI_PIPELINE_ID and gets a new CI_JOB_ID, which so counts as the attempt; CI_PIPELINE_IID
/// counts the pipelines of a project.
final class GitLabCi {
  private static final String NAME = "gitlab";

  private GitLabCi() {}

  static Caller caller(Variables variables) {
    var project = variables.text("CI_PROJECT_PATH", 400);
    var pipeline =
        new Facts.Pipeline(
            FactStatus.CLAIMED,
            NAME,
            project,
            variables.text("CI_PIPELINE_ID", Facts.Pipeline.ID_BYTES),
            variables.number("CI_JOB_ID"),
            variables.number("CI_PIPELINE_IID"),
            variables.url("CI_PIPELINE_URL", Facts.Pipeline.URL_BYTES));
    return new Caller(
        new Mover(Mover.Kind.WORKLOAD, FactStatus.CLAIMED, NAME, subject(variables, project)),
        variables.text("GITLAB_USER_LOGIN", 256),
        pipeline,
        variables.text("CI_COMMIT_SHA", 64),
        variables.warnings());
  }

  private static @Nullable String subject(Variables variables, @Nullable String project) {
    var job = variables.text("CI_JOB_NAME", 255);
    if (project == null || job == null) {
      return project;
    }
    var subject = variables.joined("CI_JOB_NAME", project + "/" + job, Mover.SUBJECT_BYTES);
    return subject == null ? project : subject;
  }
}
