package io.tagtrail.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The templates for pipelines, and the unit for systemd.
class TemplatesTest {
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");

  @Test
  void github_may_make_a_token_and_read_and_nothing_else() {
    var workflow = Deploy.one("templates/github-actions.yaml");
    assertThat(Deploy.at(workflow, "permissions"))
        .isEqualTo(Map.of("contents", "read", "id-token", "write"));
    assertThat(Deploy.text("templates/github-actions.yaml")).doesNotContain("secrets.", "uses:");
  }

  /// An input that is pasted into a script's text is run with the job's identity.
  @Test
  void no_input_of_a_github_workflow_is_pasted_into_a_script() {
    var steps =
        Deploy.list(Deploy.one("templates/github-actions.yaml"), "jobs", "promote", "steps");
    assertThat(steps).isNotEmpty();
    for (var step : steps) {
      assertThat(String.valueOf(Deploy.at(step, "run"))).isNotEqualTo("null").doesNotContain("${{");
    }
  }

  @Test
  void gitlab_gives_the_token_the_audience_of_the_server() {
    var pipeline = Deploy.one("templates/gitlab-ci.yaml");
    assertThat(Deploy.at(pipeline, "promote", "id_tokens", "TAGTRAIL_ID_TOKEN", "aud"))
        .isEqualTo(Deploy.at(pipeline, "promote", "variables", "TAGTRAIL_SERVER"));
    assertThat(Deploy.list(pipeline, "promote", "script")).hasSize(1);
  }

  @Test
  void jenkins_leaves_its_variables_to_the_shell() {
    var file = Deploy.text("templates/Jenkinsfile");
    assertThat(file).contains("TAGTRAIL_TOKEN_FILE");
    assertThat(file.lines().filter(line -> line.strip().startsWith("sh ")))
        .hasSize(1)
        .allMatch(line -> line.strip().startsWith("sh '") && line.strip().endsWith("'"));
    long open = file.chars().filter(c -> c == '{').count();
    assertThat(open).isEqualTo(file.chars().filter(c -> c == '}').count());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "templates/github-actions.yaml",
        "templates/gitlab-ci.yaml",
        "templates/Jenkinsfile"
      })
  void an_option_that_a_template_uses_is_one_of_the_script(String template) {
    var script = Deploy.text("tagtrail.sh");
    var calls =
        Deploy.text(template).lines().filter(line -> line.contains("tagtrail.sh promote")).toList();
    assertThat(calls).hasSize(1);
    var options = OPTION.matcher(calls.getFirst()).results().map(each -> each.group()).toList();
    assertThat(options)
        .contains("--wait", "--timeout")
        .allMatch(option -> script.contains(option.substring(2)));
  }

  @Test
  void the_unit_gives_the_server_the_time_to_stop_and_few_rights() {
    var unit = Deploy.text("systemd/tagtrail.service").lines().toList();
    assertThat(unit)
        .contains("TimeoutStopSec=40", "DynamicUser=yes", "StateDirectory=tagtrail")
        .containsAll(
            List.of(
                "NoNewPrivileges=yes",
                "CapabilityBoundingSet=",
                "ProtectSystem=strict",
                "ProtectHome=yes",
                "PrivateTmp=yes",
                "PrivateDevices=yes",
                "RestrictNamespaces=yes",
                "SystemCallArchitectures=native",
                "SystemCallFilter=@system-service"));
  }
}
