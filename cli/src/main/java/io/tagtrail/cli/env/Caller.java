package io.tagtrail.cli.env;

import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Who asks, as the environment has it.
///
/// @param person the name for the side record; null where there is none
/// @param commit the commit that the pipeline runs for; null outside of one
/// @param warnings what was left out of it and why, for people
public record Caller(
    Mover mover,
    @Nullable String person,
    Facts.Pipeline pipeline,
    @Nullable String commit,
    List<String> warnings) {
  public Caller {
    warnings = List.copyOf(warnings);
  }

  /// Reads the environment of the first pipeline that it belongs to, else the name of the person at
  /// the machine.
  public static Caller of(Map<String, String> environment) {
    var variables = new Variables(environment);
    if (variables.is("GITHUB_ACTIONS", "true")) {
      return GitHubActions.caller(variables);
    }
    if (variables.is("GITLAB_CI", "true")) {
      return GitLabCi.caller(variables);
    }
    return variables.has("JENKINS_URL") ? Jenkins.caller(variables) : Laptop.caller(variables);
  }
}
