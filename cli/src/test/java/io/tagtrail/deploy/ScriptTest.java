package io.tagtrail.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.tagtrail.core.json.JsonReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What the script makes of each answer, and what it sends.
class ScriptTest {
  private static final String TOKEN = "eyJhbGciOi.secret-of-this-test_";
  private static final String DIGEST = "sha256:" + "a".repeat(64);
  private static final String MOVED =
      "{\"alias\":\"shop/prod\",\"entry\":{\"digest\":\"%s\",\"previous\":\"sha256:00\",\"sequence\":7},\"outcome\":\"moved\"}"
          .formatted(DIGEST);

  @TempDir Path folder;
  private final ToldServer server = new ToldServer();

  @AfterEach
  void stop() {
    server.close();
  }

  static Stream<Path> shells() {
    return Script.shells();
  }

  private Script script(Path shell) {
    return new Script(shell, folder)
        .with("TAGTRAIL_SERVER", server.url())
        .with("TAGTRAIL_TOKEN", TOKEN);
  }

  private Script script() {
    return script(Path.of("/bin/sh"));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void a_promotion_is_one_request_that_says_what_was_given(Path shell) {
    server.then(200, MOVED);
    var ran =
        script(shell)
            .run(
                "promote",
                "oci://r.example/shop:1.4.1",
                "shop/prod",
                "--release",
                "1.4.1",
                "--override",
                "soak",
                "--override=freeze",
                "--allow-older",
                "--expect",
                DIGEST);
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).isEqualTo("shop/prod is now %s (#7), was sha256:00\n".formatted(DIGEST));
    var asked = server.asked.getFirst();
    assertThat(asked.method() + " " + asked.target())
        .isEqualTo("POST /api/v1/aliases/shop/prod/promote");
    assertThat(asked.header("Authorization")).isEqualTo("Bearer " + TOKEN);
    assertThat(asked.header("Content-type")).isEqualTo("application/json");
    assertThat(asked.header("Idempotency-key")).startsWith("once-");
    assertThat(asked.body())
        .isEqualTo(
            "{\"release\":\"1.4.1\",\"allowOlder\":true,\"expect\":\"%s\",\"source\":\"oci://r.example/shop:1.4.1\",\"overrides\":[\"soak\",\"freeze\"]}"
                .formatted(DIGEST));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void any_text_becomes_a_text_of_json(Path shell) {
    var reason = "it's \"broken\" \\ $(id) `id` %s\n\ttwo lines, ünïcode 🎉 \u0001";
    server.then(200, MOVED);
    var ran = script(shell).run("rollback", "shop/prod", "--reason", reason);
    assertThat(ran.code()).as(ran.err()).isZero();
    var body = JsonReader.object(server.asked.getFirst().body().getBytes(StandardCharsets.UTF_8));
    assertThat(body.text("reason")).isEqualTo(reason);
  }

  @ParameterizedTest
  @CsvSource({
    "400, invalid, 2",
    "401, unauthenticated, 10",
    "403, forbidden, 3",
    "404, not-found, 2",
    "404, registry-not-found, 5",
    "409, stale, 4",
    "409, superseded, 4",
    "409, unfinished, 7",
    "413, too-large, 6",
    "422, refused, 3",
    "500, internal, 7",
    "500, ledger-corrupt, 9",
    "502, registry-denied, 6",
  })
  void each_failure_has_the_exit_code_of_the_command_line(int status, String slug, int code) {
    server.problem(status, slug, ",\"request\":\"api-1\"");
    var ran = script().run("promote", ":1", "shop/prod");
    assertThat(ran.code()).isEqualTo(code);
    assertThat(ran.err()).contains("Title: why it is so", "request api-1");
    assertThat(ran.out()).isEmpty();
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void a_conflict_because_the_tag_was_moved_outside_has_a_code_of_its_own() {
    server.problem(409, "stale", ",\"outcome\":{\"outcome\":\"stale\",\"movedOutside\":true}");
    assertThat(script().run("promote", ":1", "shop/prod").code()).isEqualTo(8);
  }

  @Test
  void what_is_unfinished_is_no_success() {
    server.then(202, "{\"outcome\":\"unfinished\",\"own\":true,\"why\":\"no answer\"}");
    var ran = script().run("promote", ":1", "shop/prod");
    assertThat(ran.code()).isEqualTo(7);
    assertThat(ran.out()).isEmpty();
  }

  @Test
  void the_reasons_of_a_refusal_are_said() {
    refusal("order");
    var ran = script().run("promote", ":1", "shop/prod");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("  - order: not in preprod yet");
  }

  @ParameterizedTest
  @MethodSource("shells")
  void with_wait_it_asks_again_under_the_same_key_until_it_is_finished(Path shell) {
    server
        .problem(409, "unfinished", ",\"outcome\":{\"outcome\":\"unfinished\",\"own\":false}")
        .then(200, MOVED);
    var ran = script(shell).run("promote", ":1", "shop/prod", "--wait");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(server.asked).hasSize(2);
    assertThat(server.asked.get(0).header("Idempotency-key"))
        .isEqualTo(server.asked.get(1).header("Idempotency-key"));
    assertThat(server.asked.get(0).body()).isEqualTo(server.asked.get(1).body());
    assertThat(ran.err()).contains("waiting");
  }

  @Test
  void with_wait_missing_approvals_are_waited_for_until_the_time_is_over() {
    refusal("approvals");
    var ran = script().run("promote", ":1", "shop/prod", "--wait", "--timeout", "5");
    assertThat(ran.code()).isEqualTo(3);
    assertThat(ran.err()).contains("not within 5 s", "approvals");
  }

  @Test
  void with_wait_what_waiting_cannot_mend_is_not_waited_for() {
    refusal("order");
    assertThat(script().run("promote", ":1", "shop/prod", "--wait").code()).isEqualTo(3);
    assertThat(server.asked).hasSize(1);
  }

  @Test
  void a_server_that_is_away_for_a_moment_is_asked_again_when_it_says() {
    server
        .then(503, problem("stopping"), Map.of("Retry-After", "1"))
        .then(429, problem("too-many"), Map.of("Retry-After", "1"))
        .then(200, MOVED);
    var ran = script().run("promote", ":1", "shop/prod");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(server.asked).hasSize(3);
  }

  @Test
  void in_a_pipeline_the_key_is_that_of_the_run_and_attempt_and_the_run_is_told() {
    server.then(200, MOVED).then(200, MOVED).then(200, MOVED);
    for (var attempt : List.of("1", "1", "2")) {
      var ran =
          script()
              .with("GITHUB_ACTIONS", "true")
              .with("GITHUB_RUN_ID", "4711")
              .with("GITHUB_RUN_ATTEMPT", attempt)
              .with("GITHUB_RUN_NUMBER", "12")
              .with("GITHUB_REPOSITORY", "acme/shop")
              .with("GITHUB_WORKFLOW_REF", "acme/shop/.github/workflows/p.yaml@refs/heads/main")
              .run("promote", ":1", "shop/prod");
      assertThat(ran.code()).as(ran.err()).isZero();
    }
    var keys = server.asked.stream().map(each -> each.header("Idempotency-key")).toList();
    assertThat(keys.get(0)).startsWith("github-4711-1-shop-prod-promote").isEqualTo(keys.get(1));
    assertThat(keys.get(2)).startsWith("github-4711-2-").isNotEqualTo(keys.get(0));
    assertThat(server.asked.getFirst().body())
        .contains(
            "\"pipeline\":{\"provider\":\"github\",\"name\":\"acme/shop/.github/workflows/p.yaml\",\"id\":\"4711\",\"attempt\":1,\"number\":12,\"url\":\"https://github.com/acme/shop/actions/runs/4711/attempts/1\"}");
  }

  @Test
  void in_github_actions_the_token_is_the_jobs_own_for_the_servers_audience() {
    server.then(200, "{\"value\":\"%s\"}".formatted(TOKEN)).then(200, MOVED);
    var ran =
        new Script(Path.of("/bin/sh"), folder)
            .with("TAGTRAIL_SERVER", server.url())
            .with("TAGTRAIL_AUDIENCE", "https://tagtrail.example.com")
            .with("ACTIONS_ID_TOKEN_REQUEST_URL", server.url() + "/oidc?api-version=2.0")
            .with("ACTIONS_ID_TOKEN_REQUEST_TOKEN", "request-token")
            .run("promote", ":1", "shop/prod");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(server.asked.getFirst().target())
        .isEqualTo("/oidc?api-version=2.0&audience=https%3A%2F%2Ftagtrail.example.com");
    assertThat(server.asked.getFirst().header("Authorization")).isEqualTo("bearer request-token");
    assertThat(server.asked.get(1).header("Authorization")).isEqualTo("Bearer " + TOKEN);
  }

  @Test
  void a_token_file_is_read_again_where_the_token_ran_out() throws IOException {
    var file = folder.resolve("token");
    Files.writeString(file, TOKEN + "\n");
    server.problem(401, "unauthenticated", "").then(200, MOVED);
    var ran =
        new Script(Path.of("/bin/sh"), folder)
            .with("TAGTRAIL_SERVER", server.url())
            .with("TAGTRAIL_TOKEN_FILE", file.toString())
            .run("promote", ":1", "shop/prod");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(server.asked).hasSize(2);
  }

  /// A curl that notes its arguments and environment stands in for the real one, and calls it.
  @ParameterizedTest
  @MethodSource("shells")
  void no_secret_is_an_argument_of_a_command_or_on_an_output(Path shell) throws IOException {
    var bin = Files.createDirectory(folder.resolve("bin"));
    var noted = folder.resolve("arguments");
    var curl = bin.resolve("curl");
    var path = System.getenv("PATH");
    Files.writeString(
        curl,
        "#!/bin/sh\nprintf '%%s\\n' \"$@\" >> '%s'\nPATH='%s' exec curl \"$@\"\n"
            .formatted(noted, path));
    assertThat(curl.toFile().setExecutable(true)).isTrue();
    authorised();
    server
        .then(404, "")
        .then(201, "")
        .then(200, "", digestHeader(DIGEST))
        .then(201, "")
        .then(200, MOVED);
    var ran =
        script(shell)
            .with("PATH", bin + ":" + path)
            .with("TAGTRAIL_REGISTRY_USER", "ci")
            .with("TAGTRAIL_REGISTRY_PASSWORD", "pass\"word\\of-this-test")
            .run("promote", ":1", "shop/prod");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(Files.readString(noted)).contains("--config").doesNotContain(TOKEN, "of-this-test");
    assertThat(ran.out() + ran.err()).doesNotContain(TOKEN, "of-this-test");
    var login =
        Base64.getEncoder()
            .encodeToString("ci:pass\"word\\of-this-test".getBytes(StandardCharsets.UTF_8));
    assertThat(server.asked.get(2).header("Authorization")).isEqualTo("Basic " + login);
    try (var left = Files.list(folder)) {
      assertThat(left.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("bin", "arguments");
    }
  }

  @ParameterizedTest
  @MethodSource("shells")
  void a_caller_who_writes_puts_the_keep_tag_looks_puts_the_tag_and_confirms(Path shell) {
    authorised();
    server
        .then(404, "")
        .then(201, "")
        .then(200, "", digestHeader(DIGEST))
        .then(201, "")
        .then(200, MOVED);
    var ran =
        script(shell)
            .with("TAGTRAIL_REGISTRY_TOKEN", "push-token")
            .run("promote", ":1", "shop/prod");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(server.asked)
        .extracting(each -> each.method() + " " + each.target())
        .containsExactly(
            "POST /api/v1/aliases/shop/prod/promote",
            "HEAD /v2/acme/shop/manifests/prod.7",
            "PUT /v2/acme/shop/manifests/prod.7",
            "HEAD /v2/acme/shop/manifests/prod",
            "PUT /v2/acme/shop/manifests/prod",
            "POST /api/v1/aliases/shop/prod/confirm");
    assertThat(server.asked.get(4).body()).isEqualTo("{\"layers\":[]}");
    assertThat(server.asked.get(4).header("Content-type"))
        .isEqualTo("application/vnd.oci.image.manifest.v1+json");
    assertThat(server.asked.get(4).header("Authorization")).isEqualTo("Bearer push-token");
    assertThat(server.asked.get(5).body()).isEqualTo("{\"intent\":41}");
  }

  @Test
  void a_caller_whose_tag_was_moved_meanwhile_gives_up_and_does_not_touch_it() {
    authorised();
    server
        .then(200, "", digestHeader("sha256:11"))
        .then(200, "", digestHeader("sha256:" + "b".repeat(64)))
        .then(200, "{\"outcome\":\"cancelled\",\"entry\":{\"index\":42}}");
    var ran = script().with("TAGTRAIL_REGISTRY_TOKEN", "t").run("promote", ":1", "shop/prod");
    assertThat(ran.code()).isEqualTo(4);
    assertThat(server.asked).extracting(ToldServer.Asked::method).doesNotContain("PUT");
    assertThat(server.asked.getLast().target()).isEqualTo("/api/v1/aliases/shop/prod/cancel");
    assertThat(ran.err()).contains("was not touched");
  }

  /// Only the server, by reading back, can tell what a failed PUT did.
  @Test
  void a_caller_whose_put_failed_asks_the_server_what_is_there() {
    authorised();
    server
        .then(404, "")
        .then(201, "")
        .then(200, "", digestHeader(DIGEST))
        .then(500, "")
        .then(202, "{\"outcome\":\"unfinished\",\"own\":true,\"why\":\"not there yet\"}");
    var ran = script().with("TAGTRAIL_REGISTRY_TOKEN", "t").run("promote", ":1", "shop/prod");
    assertThat(ran.code()).isEqualTo(7);
    assertThat(server.asked).hasSize(6);
    assertThat(server.asked.getLast().target()).endsWith("/confirm");
  }

  @Test
  void an_approval_says_for_whom_and_for_how_long() {
    server.then(200, "{\"entry\":{\"index\":9},\"result\":\"recorded\"}");
    var ran =
        script()
            .run("approve", "shop/prod", "1.4.1", "--for", "issuer|subject", "--expires", "24h");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(server.asked.getFirst().body())
        .isEqualTo("{\"requester\":\"issuer|subject\",\"ttl\":\"PT24H\",\"bundle\":\"1.4.1\"}");
  }

  @Test
  void a_server_that_is_not_there_did_nothing_and_an_answer_that_is_lost_says_nothing() {
    var url = server.url();
    server.close();
    var ran = script().run("promote", ":1", "shop/prod", "--server", url, "--timeout", "2");
    assertThat(ran.code()).isEqualTo(6);
    assertThat(ran.err()).contains("no answer from");
    try (var cutting = new CuttingServer()) {
      assertThat(
              script()
                  .run("promote", ":1", "shop/prod", "--server", cutting.url(), "--timeout", "2")
                  .code())
          .isEqualTo(7);
      assertThat(
              script().run("get", "shop/prod", "--server", cutting.url(), "--timeout", "2").code())
          .isEqualTo(6);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'', which verb",
    "jump shop/prod, not a verb",
    "promote :1, needs SOURCE and ALIAS",
    "rollback shop, needs an alias",
    "rollback shop/prod/x, not an alias",
    "rollback SHOP/prod, not an alias",
    "rollback shop/prod --nope x, not an option",
    "rollback shop/prod --to, needs a value",
    "confirm shop/prod, number of the intent",
    "get shop/prod --timeout soon, number of seconds",
    "get shop/prod -o xml, text or json",
    "get shop/prod --server http://tagtrail.example.com, without TLS",
    "get shop/prod --server ftp://tagtrail.example.com, begin with https",
    "get shop/prod --server https://me:pw@tagtrail.example.com, not taken",
  })
  void what_means_nothing_is_said_and_nothing_is_asked(String line, String why) {
    var ran = script().run(line.isEmpty() ? new String[0] : line.split(" ", -1));
    assertThat(ran.code()).isEqualTo(2);
    if (!line.isEmpty()) {
      assertThat(ran.err()).contains(why);
    }
    assertThat(server.asked).isEmpty();
  }

  @Test
  void a_token_with_a_line_break_or_a_quote_cannot_add_to_the_request() {
    for (var token : List.of("a\"\nurl = \"http://127.0.0.1:1", "a b", "a\\b", "ä")) {
      var ran = script().with("TAGTRAIL_TOKEN", token).run("get", "shop/prod");
      assertThat(ran.code()).isEqualTo(2);
      assertThat(ran.err()).contains("characters that no token has").doesNotContain("url =");
    }
    assertThat(server.asked).isEmpty();
  }

  @Test
  void nobody_is_nobody() {
    var ran =
        new Script(Path.of("/bin/sh"), folder)
            .with("TAGTRAIL_SERVER", server.url())
            .run("get", "shop/prod");
    assertThat(ran.code()).isEqualTo(10);
    assertThat(ran.err()).contains("who asks?");
  }

  @Test
  void shellcheck_has_nothing_to_say() throws Exception {
    assumeThat(Files.isExecutable(Path.of("/usr/bin/shellcheck"))).isTrue();
    var process =
        new ProcessBuilder("/usr/bin/shellcheck", Deploy.path("tagtrail.sh").toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private void authorised() {
    var manifest =
        Base64.getEncoder().encodeToString("{\"layers\":[]}".getBytes(StandardCharsets.UTF_8));
    server.then(
        202,
        """
        {"alias":"shop/prod","intent":{"authorised":"2026-11-22T23:59:50.000Z","deadline":"2026-11-23T00:00:10.000Z",\
        "digest":"sha256:11","index":41,"location":"%1$s/acme/shop:prod","sequence":7,\
        "target":{"mediaType":"application/vnd.oci.image.manifest.v1+json","size":13}},\
        "keepTag":"%1$s/acme/shop:prod.7","manifest":{"content":"%2$s"},\
        "outcome":"authorised","previous":"%3$s"}\
        """
            .formatted(server.host(), manifest, DIGEST));
  }

  private static Map<String, String> digestHeader(String digest) {
    return Map.of("Docker-Content-Digest", digest);
  }

  private void refusal(String check) {
    server.problem(
        422,
        "refused",
        ",\"outcome\":{\"outcome\":\"refused\",\"checks\":[{\"name\":\"hold\",\"result\":\"pass\"}],\"reasons\":[{\"detail\":\"not in preprod yet\",\"guard\":\"admission\",\"name\":\"%s\",\"result\":\"fail\"}]}"
            .formatted(check));
  }

  private static String problem(String slug) {
    return "{\"title\":\"Title\",\"type\":\"urn:tagtrail:problem:%s\"}".formatted(slug);
  }
}
