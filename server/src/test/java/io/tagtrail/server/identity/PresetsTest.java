package io.tagtrail.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.server.config.IssuerConfig.Preset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Tokens of the shapes that GitHub, GitLab and Kubernetes document, as facts.
final class PresetsTest {
  /// docs.github.com, "OpenID Connect reference": the claims of a job in an environment.
  static final Map<String, Object> GITHUB =
      Map.ofEntries(
          Map.entry("jti", "c3f2b1a0-5f7e-4a0e-8a53-0f6f1e6b7d10"),
          Map.entry("sub", "repo:acme/shop:environment:prod"),
          Map.entry("environment", "prod"),
          Map.entry("ref", "refs/heads/main"),
          Map.entry("ref_type", "branch"),
          Map.entry("ref_protected", "true"),
          Map.entry("sha", "1f0ad2f6c0a8e9b7d6c5b4a39281706f5e4d3c2b"),
          Map.entry("repository", "acme/shop"),
          Map.entry("repository_id", "74123456"),
          Map.entry("repository_owner", "acme"),
          Map.entry("repository_owner_id", "65001122"),
          Map.entry("repository_visibility", "private"),
          Map.entry("run_id", "9876543210"),
          Map.entry("run_number", "41"),
          Map.entry("run_attempt", "2"),
          Map.entry("runner_environment", "github-hosted"),
          Map.entry("actor", "ada"),
          Map.entry("actor_id", "12"),
          Map.entry("workflow", "release"),
          Map.entry("workflow_ref", "acme/shop/.github/workflows/release.yml@refs/heads/main"),
          Map.entry("workflow_sha", "1f0ad2f6c0a8e9b7d6c5b4a39281706f5e4d3c2b"),
          Map.entry("job_workflow_ref", "acme/ci/.github/workflows/promote.yml@refs/tags/v3"),
          Map.entry("event_name", "workflow_dispatch"),
          Map.entry("head_ref", ""),
          Map.entry("base_ref", ""));

  /// docs.gitlab.com, "OpenID Connect (OIDC) Authentication Using ID Tokens".
  static final Map<String, Object> GITLAB =
      Map.ofEntries(
          Map.entry("sub", "project_path:acme/backend/shop:ref_type:branch:ref:main"),
          Map.entry("namespace_id", "72"),
          Map.entry("namespace_path", "acme/backend"),
          Map.entry("project_id", "20"),
          Map.entry("project_path", "acme/backend/shop"),
          Map.entry("user_id", "1"),
          Map.entry("user_login", "ada"),
          Map.entry("user_email", "ada@acme.example"),
          Map.entry("user_access_level", "maintainer"),
          Map.entry("pipeline_id", "574"),
          Map.entry("pipeline_source", "push"),
          Map.entry("job_id", "302"),
          Map.entry("ref", "main"),
          Map.entry("ref_type", "branch"),
          Map.entry("ref_path", "refs/heads/main"),
          Map.entry("ref_protected", "true"),
          Map.entry("environment", "prod"),
          Map.entry("environment_protected", "true"),
          Map.entry("deployment_tier", "production"),
          Map.entry("runner_id", 1L),
          Map.entry("runner_environment", "self-hosted"),
          Map.entry("sha", "714a629c0b401fdce83e847fc9589983fc6f46bc"),
          Map.entry("project_visibility", "private"),
          Map.entry(
              "ci_config_ref_uri",
              "gitlab.example/acme/backend/shop//.gitlab-ci.yml@refs/heads/main"));

  /// kubernetes.io, "Managing Service Accounts": a projected token that is bound to a pod.
  static final Map<String, Object> KUBERNETES =
      Map.of(
          "sub",
          "system:serviceaccount:releases:promoter",
          "jti",
          "ea28ed49-2e11-4280-9ec5-bc3d1d84661a",
          "kubernetes.io",
          Map.of(
              "namespace",
              "releases",
              "node",
              Map.of("name", "node-1", "uid", "646e7c5e-32d6-4d42-9dbd-e504e6cbe6b1"),
              "pod",
              Map.of("name", "promote-x7", "uid", "5e0bd49b-f040-43b0-99b7-22765a53f7f3"),
              "serviceaccount",
              Map.of("name", "promoter", "uid", "14ee3fa4-a7e2-420f-9f9a-dbc4507c3798")));

  private final TestClock clock = new TestClock();
  private final TestIssuer issuer =
      TestIssuer.start(clock, "/_services/token", TestKey.of("key-1", "RS256"));

  @AfterEach
  void stop() {
    issuer.close();
  }

  @Test
  void a_job_of_github_actions_is_its_run() {
    try (var desk = new Desk(clock, issuer.config("github", Preset.GITHUB))) {
      var who = desk.known(issuer.token(GITHUB));
      var server = "http://127.0.0.1:" + issuer.uri().getPort();

      assertThat(who.mover())
          .isEqualTo(
              new Mover(
                  Mover.Kind.WORKLOAD,
                  FactStatus.VERIFIED,
                  issuer.uri().toString(),
                  "repo:acme/shop:environment:prod"));
      assertThat(who.pipeline())
          .isEqualTo(
              new Facts.Pipeline(
                  FactStatus.VERIFIED,
                  "github",
                  "acme/shop/.github/workflows/release.yml",
                  "9876543210",
                  2L,
                  41L,
                  server + "/acme/shop/actions/runs/9876543210/attempts/2"));
      assertThat(who.source())
          .isEqualTo(
              new Facts.Source(
                  FactStatus.VERIFIED,
                  server + "/acme/shop#74123456",
                  "main@sha1:1f0ad2f6c0a8e9b7d6c5b4a39281706f5e4d3c2b",
                  null));
      assertThat(who.person()).isNull();
      assertThat(who.linked()).isFalse();
      assertThat(who.claims()).containsAllEntriesOf(GITHUB);
    }
  }

  @Test
  void the_pages_of_runs_are_where_the_issuer_belongs() {
    var urls =
        Map.of(
            "https://token.actions.githubusercontent.com",
            "https://github.com/acme/shop/actions/runs/9876543210/attempts/2",
            "https://token.actions.githubusercontent.com/acme-corp",
            "https://github.com/acme/shop/actions/runs/9876543210/attempts/2",
            "https://ghes.acme.example/_services/token",
            "https://ghes.acme.example/acme/shop/actions/runs/9876543210/attempts/2",
            "https://token.actions.acme.ghe.com",
            "https://acme.ghe.com/acme/shop/actions/runs/9876543210/attempts/2");
    urls.forEach((iss, url) ->
        assertThat(Presets.fields(Preset.GITHUB, iss, GITHUB)).containsEntry("pipeline.url", url));

    assertThat(Presets.fields(Preset.GITHUB, "https://evil.example", GITHUB))
        .doesNotContainKeys("pipeline.url", "source.repository")
        .containsEntry("pipeline.id", "9876543210");
  }

  @Test
  void a_tag_and_a_pull_request_keep_their_names_in_the_revision() {
    var claims = new HashMap<>(GITHUB);
    claims.put("ref", "refs/tags/v1.4.2");
    assertThat(revision(claims)).startsWith("v1.4.2@sha1:");
    claims.put("ref", "refs/pull/12/merge");
    assertThat(revision(claims)).startsWith("refs/pull/12/merge@sha1:");
    claims.put("sha", "a".repeat(64));
    assertThat(revision(claims)).isEqualTo("refs/pull/12/merge@sha256:" + "a".repeat(64));
  }

  @Test
  void a_job_of_gitlab_is_its_pipeline() {
    try (var gitlab = TestIssuer.start(clock);
        var desk = new Desk(clock, gitlab.config("gitlab", Preset.GITLAB))) {
      var who = desk.known(gitlab.token(GITLAB));

      assertThat(who.mover().subject())
          .isEqualTo("project_path:acme/backend/shop:ref_type:branch:ref:main");
      assertThat(who.pipeline())
          .isEqualTo(
              new Facts.Pipeline(
                  FactStatus.VERIFIED,
                  "gitlab",
                  "acme/backend/shop",
                  "574",
                  302L,
                  null,
                  gitlab.uri() + "/acme/backend/shop/-/pipelines/574"));
      assertThat(who.source().repository()).isEqualTo(gitlab.uri() + "/acme/backend/shop#20");
      assertThat(who.source().revision())
          .isEqualTo("main@sha1:714a629c0b401fdce83e847fc9589983fc6f46bc");
      assertThat(who.person()).isNull();
    }
  }

  @Test
  void a_merge_request_from_a_fork_runs_in_the_target_but_comes_from_the_fork() {
    var claims = new HashMap<>(GITLAB);
    claims.put("project_path", "mallory/shop");
    claims.put("project_id", "99");
    claims.put("job_project_path", "acme/backend/shop");
    claims.put("job_project_id", "20");
    var fields = Presets.fields(Preset.GITLAB, "https://gitlab.example", claims);

    assertThat(fields)
        .containsEntry("pipeline.name", "acme/backend/shop")
        .containsEntry("source.repository", "https://gitlab.example/mallory/shop#99");
  }

  @Test
  void a_service_account_of_kubernetes_is_a_workload_without_a_run() {
    try (var desk = new Desk(clock, issuer.config("cluster", Preset.KUBERNETES))) {
      var who = desk.known(issuer.token(KUBERNETES));

      assertThat(who.mover().subject()).isEqualTo("system:serviceaccount:releases:promoter");
      assertThat(who.pipeline()).isEqualTo(Facts.Pipeline.MISSING);
      assertThat(who.source()).isEqualTo(Facts.Source.MISSING);
      assertThat(who.claims().get("kubernetes.io")).isInstanceOf(Map.class);
    }
  }

  @Test
  void a_mapping_of_the_configuration_wins_and_an_empty_one_takes_away() {
    var config =
        issuer.config(
            "jenkins",
            Preset.OIDC,
            false,
            "access/groups",
            Map.of(
                "subject", "{folder}:{kubernetes.io/namespace}",
                "pipeline.provider", "jenkins",
                "pipeline.id", "{job}#{build_number}",
                "pipeline.number", "build_number",
                "pipeline.url", "url",
                "pipeline.name", "",
                "source.revision", "main@sha1:{commit}"));
    try (var desk = new Desk(clock, config)) {
      var who =
          desk.known(
              issuer.token(
                  Map.of(
                      "folder",
                      "backend",
                      "kubernetes.io",
                      Map.of("namespace", "ci"),
                      "job",
                      "shop/release",
                      "build_number",
                      17L,
                      "url",
                      "javascript:alert(1)",
                      "access",
                      Map.of("groups", List.of("release", 7L, "x".repeat(300))))));

      assertThat(who.mover().subject()).isEqualTo("backend:ci");
      assertThat(who.pipeline())
          .isEqualTo(
              new Facts.Pipeline(
                  FactStatus.VERIFIED, "jenkins", null, "shop/release#17", null, 17L, null));
      assertThat(who.groups()).containsExactly("release");
      // A template with a claim that is not there is no value, not half of one.
      assertThat(who.source()).isEqualTo(Facts.Source.MISSING);
    }
  }

  @Test
  void a_claim_that_an_event_cannot_hold_is_left_out_but_a_subject_is_needed() {
    try (var desk = new Desk(clock, issuer.config("github", Preset.GITHUB))) {
      var claims = new HashMap<>(GITHUB);
      claims.put("workflow_ref", "acme/shop/evil\u202e.yml@refs/heads/main");
      claims.put("run_attempt", "-1");
      claims.put("ref", "refs/heads/" + "x".repeat(300));
      var who = desk.known(issuer.token(claims));

      assertThat(who.pipeline().status()).isEqualTo(FactStatus.VERIFIED);
      assertThat(who.pipeline().id()).isEqualTo("9876543210");
      assertThat(who.pipeline().name()).isNull();
      assertThat(who.pipeline().attempt()).isNull();
      assertThat(who.source().revision()).isNull();

      claims.put("sub", "repo:" + "x".repeat(600));
      assertThat(desk.rejected(issuer.token(claims))).contains("subject");
    }
  }

  @Test
  void without_a_run_there_is_no_pipeline_to_be_sure_of() {
    try (var desk = new Desk(clock, issuer.config("github", Preset.GITHUB))) {
      var claims = new HashMap<>(GITHUB);
      claims.remove("run_id");

      assertThat(desk.known(issuer.token(claims)).pipeline()).isEqualTo(Facts.Pipeline.MISSING);
    }
  }

  private static String revision(Map<String, Object> claims) {
    return String.valueOf(
        Presets.fields(Preset.GITHUB, "https://token.actions.githubusercontent.com", claims)
            .get("source.revision"));
  }
}
