package io.tagtrail.cli.env;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import org.jspecify.annotations.Nullable;

/// Jenkins (jenkins.io, "Using environment variables"; BUILD_USER_ID is the build-user-vars
/// plugin's). A build number names a build only together with its job, so the id is `JOB#NUMBER`,
/// as Jenkins itself writes it.
final class Jenkins {
  private static final String NAME = "jenkins";

  private Jenkins() {}

  static Caller caller(Variables variables) {
    var job = variables.text("JOB_NAME", Mover.SUBJECT_BYTES);
    var build = variables.text("BUILD_ID", 64);
    if (build == null) {
      build = variables.text("BUILD_NUMBER", 64);
    }
    var pipeline =
        new Facts.Pipeline(
            FactStatus.CLAIMED,
            NAME,
            job,
            id(variables, job, build),
            null,
            variables.number("BUILD_NUMBER"),
            variables.url("BUILD_URL", Facts.Pipeline.URL_BYTES));
    return new Caller(
        new Mover(Mover.Kind.WORKLOAD, FactStatus.CLAIMED, NAME, job),
        variables.text("BUILD_USER_ID", 256),
        pipeline,
        variables.text("GIT_COMMIT", 64),
        variables.warnings());
  }

  private static @Nullable String id(
      Variables variables, @Nullable String job, @Nullable String build) {
    if (job == null || build == null) {
      return build;
    }
    return variables.joined("the build's id", job + "#" + build, Facts.Pipeline.ID_BYTES);
  }
}
