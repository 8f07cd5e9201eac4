package io.tagtrail.cli.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Mover;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallerTest {
  private static final Map<String, String> GITHUB =
      Map.of(
          "GITHUB_ACTIONS", "true",
          "GITHUB_RUN_ID", "4711",
          "GITHUB_RUN_ATTEMPT", "2",
          "GITHUB_RUN_NUMBER", "99",
          "GITHUB_WORKFLOW_REF", "acme/shop/.github/workflows/release.yml@refs/heads/main",
          "GITHUB_SERVER_URL", "https://github.com",
          "GITHUB_REPOSITORY", "acme/shop",
          "GITHUB_ACTOR", "bea",
          "GITHUB_SHA", "0123456789abcdef0123456789abcdef01234567",
          "USER", "runner");

  private static Map<String, String> with(Map<String, String> base, String name, String value) {
    var map = new HashMap<>(base);
    map.put(name, value);
    return map;
  }

  @Test
  void github_actions() {
    var caller = Caller.of(GITHUB);
    assertThat(caller.mover())
        .isEqualTo(
            new Mover(
                Mover.Kind.WORKLOAD,
                FactStatus.CLAIMED,
                "github",
                "acme/shop/.github/workflows/release.yml"));
    assertThat(caller.person()).isEqualTo("bea");
    var pipeline = caller.pipeline();
    assertThat(pipeline.status()).isEqualTo(FactStatus.CLAIMED);
    assertThat(pipeline.id()).isEqualTo("4711");
    assertThat(pipeline.attempt()).isEqualTo(2);
    assertThat(pipeline.number()).isEqualTo(99);
    assertThat(pipeline.name()).isEqualTo("acme/shop/.github/workflows/release.yml");
    assertThat(pipeline.url())
        .isEqualTo("https://github.com/acme/shop/actions/runs/4711/attempts/2");
    assertThat(caller.commit()).isEqualTo("0123456789abcdef0123456789abcdef01234567");
    assertThat(caller.warnings()).isEmpty();
  }

  @Test
  void of_a_re_run_the_person_is_who_pressed_the_button() {
    assertThat(Caller.of(with(GITHUB, "GITHUB_TRIGGERING_ACTOR", "cyd")).person()).isEqualTo("cyd");
  }

  @Test
  void gitlab_ci() {
    var caller =
        Caller.of(
            Map.of(
                "GITLAB_CI", "true",
                "CI_PIPELINE_ID", "815",
                "CI_PIPELINE_IID", "12",
                "CI_JOB_ID", "90210",
                "CI_JOB_NAME", "release prod",
                "CI_PIPELINE_URL", "https://gitlab.example/acme/shop/-/pipelines/815",
                "CI_PROJECT_PATH", "acme/shop",
                "GITLAB_USER_LOGIN", "bea",
                "CI_COMMIT_SHA", "abc"));
    assertThat(caller.mover().issuer()).isEqualTo("gitlab");
    assertThat(caller.mover().subject()).isEqualTo("acme/shop/release prod");
    assertThat(caller.person()).isEqualTo("bea");
    assertThat(caller.pipeline().id()).isEqualTo("815");
    assertThat(caller.pipeline().attempt()).isEqualTo(90210);
    assertThat(caller.pipeline().number()).isEqualTo(12);
    assertThat(caller.pipeline().url()).endsWith("/815");
  }

  @Test
  void jenkins_where_a_build_has_a_name_only_with_its_job() {
    var caller =
        Caller.of(
            Map.of(
                "JENKINS_URL", "https://jenkins.example/",
                "BUILD_ID", "42",
                "BUILD_NUMBER", "42",
                "BUILD_URL", "https://jenkins.example/job/shop/42/",
                "JOB_NAME", "team/shop",
                "BUILD_USER_ID", "bea"));
    assertThat(caller.mover().issuer()).isEqualTo("jenkins");
    assertThat(caller.mover().subject()).isEqualTo("team/shop");
    assertThat(caller.pipeline().id()).isEqualTo("team/shop#42");
    assertThat(caller.pipeline().number()).isEqualTo(42);
    assertThat(caller.person()).isEqualTo("bea");
  }

  @Test
  void a_laptop_has_a_person_and_no_pipeline() {
    var caller = Caller.of(Map.of("USER", "ann"));
    assertThat(caller.mover())
        .isEqualTo(new Mover(Mover.Kind.PERSON, FactStatus.CLAIMED, null, null));
    assertThat(caller.person()).isEqualTo("ann");
    assertThat(caller.pipeline().status()).isEqualTo(FactStatus.MISSING);
  }

  @Test
  void nobody_is_nobody() {
    var caller = Caller.of(Map.of());
    assertThat(caller.mover()).isEqualTo(Mover.MISSING);
    assertThat(caller.person()).isNull();
  }

  @Test
  void what_does_not_fit_is_left_out_with_a_warning() {
    var caller = Caller.of(with(GITHUB, "GITHUB_ACTOR", "x".repeat(10_000)));
    assertThat(caller.person()).isNull();
    assertThat(caller.warnings()).singleElement().asString().startsWith("GITHUB_ACTOR is left out");
    assertThat(caller.pipeline().id()).isEqualTo("4711");
  }

  @Test
  void what_is_hostile_is_left_out_and_shown_harmless() {
    var caller = Caller.of(with(GITHUB, "GITHUB_RUN_ID", "4711\u001b[2J"));
    assertThat(caller.pipeline().id()).isNull();
    assertThat(caller.warnings().getFirst()).contains("<U+001B>").doesNotContain("\u001b");
  }

  @Test
  void a_number_that_is_none_and_an_address_that_is_none_are_left_out() {
    var caller =
        Caller.of(
            with(with(GITHUB, "GITHUB_RUN_ATTEMPT", "-1"), "GITHUB_SERVER_URL", "file:///etc"));
    assertThat(caller.pipeline().attempt()).isNull();
    assertThat(caller.pipeline().url()).isNull();
    assertThat(caller.warnings()).hasSize(2);
  }

  @Test
  void an_empty_variable_is_no_variable() {
    assertThat(Caller.of(with(GITHUB, "GITHUB_ACTOR", "")).person()).isNull();
    assertThat(Caller.of(Map.of("JENKINS_URL", "", "USER", "ann")).person()).isEqualTo("ann");
  }

  @Test
  void an_address_with_a_password_is_left_out_and_not_repeated_in_the_warning() {
    var caller = Caller.of(with(GITHUB, "GITHUB_SERVER_URL", "https://bot:hunter2@github.example"));
    assertThat(caller.pipeline().url()).isNull();
    assertThat(caller.warnings())
        .singleElement()
        .asString()
        .startsWith("GITHUB_SERVER_URL is left out")
        .doesNotContain("hunter2");
    assertThat(WebAddress.holdsPassword("https://github.example/a@b?c=d@e")).isFalse();
  }
}
