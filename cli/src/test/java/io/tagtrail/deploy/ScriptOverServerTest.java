package io.tagtrail.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.oci.OciSettings;
import io.tagtrail.server.http.Up;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The script against a real server with a real registry, from the first promotion to a rollback.
class ScriptOverServerTest {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  @TempDir Path folder;
  @TempDir Path scripts;
  private Up up;
  private final HttpClient http = HttpClient.newHttpClient();

  static Stream<Path> shells() {
    return Script.shells();
  }

  @BeforeEach
  void start() {
    up = Up.start(folder, Map.of(), 0, 0);
  }

  @AfterEach
  void stop() {
    up.close();
    http.close();
  }

  private Script script(Path shell) {
    return new Script(shell, scripts)
        .with("TAGTRAIL_SERVER", up.ready().server().toString())
        .with("TAGTRAIL_TOKEN", up.ready().token());
  }

  private Script script() {
    return script(Path.of("/bin/sh"));
  }

  @ParameterizedTest
  @MethodSource("shells")
  void from_the_first_promotion_to_a_rollback(Path shell) throws Exception {
    var one = push("v1", "one");
    var two = push("v2", "two");
    var script = script(shell);

    var first = script.run("promote", source("v1"), "shop/dev", "--release", "1.0.0");
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).isEqualTo("shop/dev is now %s (#1)\n".formatted(one));
    assertThat(live("dev")).isEqualTo(one);

    var again = script.run("promote", source("v1"), "shop/dev", "--release", "1.0.0");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("already");

    var second = script.run("promote", source("v2"), "shop/dev", "--expect", one.toString());
    assertThat(second.code()).as(second.err()).isZero();
    var stale =
        script.run(
            "promote",
            source("v1"),
            "shop/dev",
            "--expect",
            one.toString(),
            "--allow-older",
            "--reason",
            "x");
    assertThat(stale.code()).as(stale.err()).isEqualTo(4);
    assertThat(live("dev")).isEqualTo(two);

    var dry = script.run("rollback", "shop/dev", "--reason", "a \"quoted\" reason", "--dry-run");
    assertThat(dry.code()).as(dry.err()).isZero();
    assertThat(dry.out()).contains("would become " + one);
    assertThat(live("dev")).isEqualTo(two);
    var back = script.run("rollback", "shop/dev", "--reason", "a \"quoted\" reason");
    assertThat(back.code()).as(back.err()).isZero();
    assertThat(live("dev")).isEqualTo(one);

    var get = script.run("get", "shop/dev");
    assertThat(get.code()).as(get.err()).isZero();
    assertThat(get.out()).contains("now        " + one, "registry   agrees");
    var history = script.run("history", "shop/dev");
    assertThat(history.out()).contains("promotion", "rollback", "a \"quoted\" reason");
    var json = script.run("history", "shop/dev", "-o", "json");
    assertThat(
            JsonReader.object(json.out().strip().getBytes(StandardCharsets.UTF_8)).has("entries"))
        .isTrue();
  }

  @Test
  void a_run_that_is_repeated_is_carried_out_once() throws Exception {
    push("v1", "one");
    var script =
        script()
            .with("GITLAB_CI", "true")
            .with("CI_PIPELINE_ID", "12")
            .with("CI_JOB_ID", "99")
            .with("CI_PROJECT_PATH", "acme/shop");
    assertThat(script.run("promote", source("v1"), "shop/dev").out()).contains("is now");
    var again = script.run("promote", source("v1"), "shop/dev");
    assertThat(again.code()).as(again.err()).isZero();
    assertThat(again.out()).contains("was carried out before and stands");
  }

  @Test
  void what_is_refused_forbidden_unknown_and_not_there_is_told_apart() throws Exception {
    push("v1", "one");
    var order = script().run("promote", source("v1"), "shop/prod", "--wait", "--timeout", "20");
    assertThat(order.code()).as(order.err()).isEqualTo(3);
    assertThat(order.err()).contains("- order");
    assertThat(script().run("promote", source("v9"), "shop/dev").code()).isEqualTo(5);
    assertThat(script().run("get", "nobody/dev").code()).isEqualTo(2);
    assertThat(script().run("get", "shop/dev").code()).isEqualTo(5);
    assertThat(script().with("TAGTRAIL_TOKEN", "tt_wrong").run("get", "shop/dev").code())
        .isEqualTo(10);
  }

  @ParameterizedTest
  @MethodSource("shells")
  void where_the_caller_writes_the_job_puts_both_tags_and_the_server_records(Path shell)
      throws Exception {
    var config = folder.resolve("tagtrail.yaml");
    var text = Files.readString(config);
    up.close();
    // Begun anew, so that this is the ledger's policy from the first entry on.
    try (var old = Files.walk(folder.resolve("ledger"))) {
      for (var file : old.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    Files.writeString(config, text.replace("  dev:\n", "  dev:\n    write: {by: caller}\n"));
    up = Up.start(folder, Map.of(), 0, 0);
    var one = push("v1", "one");
    var ran = script(shell).run("promote", source("v1"), "shop/dev");
    assertThat(ran.code()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("is now " + one);
    assertThat(live("dev")).isEqualTo(one);
    assertThat(live("dev.1")).isEqualTo(one);
  }

  private String source(String tag) {
    return "oci://" + up.ready().registry() + "/dev/shop:" + tag;
  }

  private Digest live(String tag) {
    try (var registry = new OciRegistry(OciSettings.anonymous())) {
      return registry
          .head(Location.parse(up.ready().registry() + "/dev/shop:" + tag).reference())
          .orElseThrow()
          .digest();
    }
  }

  private Digest push(String tag, String content) throws IOException, InterruptedException {
    var blob = content.getBytes(StandardCharsets.UTF_8);
    send("POST", "blobs/uploads/?digest=" + Digest.of(blob), "application/octet-stream", blob);
    var descriptor = "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}";
    var manifest =
        "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"config\":%s,\"layers\":[%s]}"
            .formatted(
                MANIFEST,
                descriptor.formatted("application/json", Digest.of(blob), blob.length),
                descriptor.formatted("application/x-test", Digest.of(blob), blob.length))
            .getBytes(StandardCharsets.UTF_8);
    send("PUT", "manifests/" + tag, MANIFEST, manifest);
    return Digest.of(manifest);
  }

  private void send(String method, String path, String type, byte[] bytes)
      throws IOException, InterruptedException {
    var answer =
        http.send(
            HttpRequest.newBuilder(
                    URI.create("http://" + up.ready().registry() + "/v2/dev/shop/" + path))
                .header("Content-Type", type)
                .method(method, BodyPublishers.ofByteArray(bytes))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
  }
}
