package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.Ran;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Tag;
import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import io.tagtrail.server.wire.Trees;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Bundle;
import io.tagtrail.testkit.registry.RawPusher;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Starting from what Flux follows, with a real registry and a real ledger.
class FromFluxTest {
  @TempDir Path folder;
  private EmbeddedRegistry registry;
  private String input = "";

  @BeforeEach
  void begin() throws IOException {
    registry =
        EmbeddedRegistry.start(
            folder.resolve("registry"), new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    Files.createDirectories(folder.resolve("work"));
  }

  @AfterEach
  void end() {
    registry.close();
  }

  private static Bundle bundle(int n) {
    return Artifacts.flux(
        Map.of("n.yaml", "n: " + n),
        "https://git.example/shop",
        "main@sha1:%040x".formatted(n),
        Instant.EPOCH);
  }

  private void push(String repository, String tag, int n) {
    new RawPusher(URI.create("http://" + registry.host()))
        .push(
            Location.parse(registry.host() + "/" + repository + ":" + tag).repository(),
            new Tag(tag),
            bundle(n));
  }

  private Ran run(String... arguments) {
    return Ran.verb(
        folder.resolve("work"), Map.of("USER", "ann", "HOME", folder.toString()), input, arguments);
  }

  private String source(String name, String repository, String ref) {
    return """
    ---
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: OCIRepository
    metadata: {name: %s, namespace: apps}
    spec:
      url: oci://%s/%s
      interval: 1m
      ref: {%s}
    """
        .formatted(name, registry.host(), repository, ref);
  }

  private String twoTagsAndThreeOthers() {
    return source("shop", "acme/shop", "tag: prod")
        + source("shop-dev", "acme/shop", "tag: dev")
        + source("by-version", "acme/lib", "semver: '>=1.0.0'")
        + source("by-digest", "acme/pin", "digest: " + Digest.of(new byte[1]))
        + source("a-version", "acme/old", "tag: v1.2.3");
  }

  private Path config() {
    return folder.resolve("work").resolve("tagtrail.yaml");
  }

  private List<String> results(Ran ran) {
    return Trees.read(
        ran.object(), "aliases", each -> each.needText("alias") + " " + each.needText("result"));
  }

  @Test
  void what_flux_follows_is_configured_and_adopted_and_what_it_cannot_govern_is_said() {
    push("acme/shop", "prod", 1);
    push("acme/shop", "dev", 2);
    input = twoTagsAndThreeOthers();
    var ran = run("init", "--from-flux", "-", "-o", "json").ok();
    assertThat(results(ran)).containsExactly("shop/dev adopted", "shop/prod adopted");
    assertThat(ran.out())
        .contains("apps/by-version", "apps/by-digest", "apps/a-version")
        .contains("follows the newest version", "which is a version");
    assertThat(config()).exists();
    assertThat(run("get", "shop/prod").ok().out())
        .contains(bundle(1).digest().shortHex(), "by adoption");
    assertThat(run("config", "check").ok().out()).contains("shop/prod");
    // And it goes on from there.
    push("acme/shop", "1.0.3", 3);
    run("promote", ":1.0.3", "shop/dev").ok();
  }

  @Test
  void again_it_does_nothing_twice_and_writes_over_no_file() throws IOException {
    push("acme/shop", "prod", 1);
    push("acme/shop", "dev", 2);
    input = twoTagsAndThreeOthers();
    run("init", "--from-flux", "-").ok();
    var mine = Files.readString(config()) + "# mine\n";
    Files.writeString(config(), mine);
    var again = run("init", "--from-flux", "-", "-o", "json").ok();
    assertThat(results(again)).containsExactly("shop/dev there", "shop/prod there");
    assertThat(config()).hasContent(mine);
    assertThat(again.object().flag("ledgerCreated")).isFalse();
    input += source("blog", "acme/blog", "tag: prod");
    push("acme/blog", "prod", 4);
    var more = run("init", "--from-flux", "-", "-o", "json").ok();
    assertThat(results(more)).contains("blog/prod not configured");
    assertThat(more.out()).contains("applications: {blog: {locations: {prod:");
  }

  @Test
  void a_dry_run_says_all_and_writes_nothing() {
    push("acme/shop", "prod", 1);
    input = twoTagsAndThreeOthers();
    var ran = run("init", "--from-flux", "-", "--dry-run").ok();
    assertThat(ran.out()).contains("would write tagtrail.yaml", "shop/prod  proposed");
    assertThat(config()).doesNotExist();
    assertThat(folder.resolve("work")).isEmptyDirectory();
  }

  @Test
  void one_tag_that_is_not_there_does_not_keep_the_others_out() {
    push("acme/shop", "prod", 1);
    input = twoTagsAndThreeOthers();
    var ran = run("init", "--from-flux", "-", "-o", "json");
    assertThat(ran.exit()).isNotZero();
    assertThat(results(ran)).contains("shop/prod adopted");
    assertThat(run("get", "shop/prod").ok().out()).contains("by adoption");
    push("acme/shop", "dev", 2);
    assertThat(results(run("init", "--from-flux", "-", "-o", "json").ok()))
        .containsExactly("shop/dev adopted", "shop/prod there");
  }

  @Test
  void a_file_serves_as_well_and_one_without_flux_in_it_is_refused() throws IOException {
    push("acme/shop", "prod", 1);
    Files.writeString(
        folder.resolve("work").resolve("flux.yaml"), source("shop", "acme/shop", "tag: prod"));
    run("init", "--from-flux", "flux.yaml").ok();
    assertThat(run("list").ok().out()).contains("shop");
    input = "kind: ConfigMap\napiVersion: v1\nmetadata: {name: x}\n";
    assertThat(run("init", "--from-flux", "-").exits(2).err()).contains("no object of Flux");
    input = source("by-version", "acme/lib", "semver: '1.x'");
    run("init", "--from-flux", "-").ok();
  }

  @Test
  void tags_in_many_places_are_named_one_by_one() throws IOException {
    push("acme/shop", "prod", 1);
    push("other/place/blog", "live", 2);
    input =
        source("shop", "acme/shop", "tag: prod") + source("blog", "other/place/blog", "tag: live");
    var ran = run("init", "--from-flux", "-", "-o", "json").ok();
    assertThat(results(ran)).hasSize(2).allMatch(result -> result.endsWith(" adopted"));
    assertThat(Files.readString(config()))
        .contains("locations:", registry.host() + "/other/place/blog:live");
  }

  @Test
  void a_cluster_that_is_not_there_is_said() {
    var ran = run("init", "--from-flux", "--kubeconfig", "nowhere.yaml");
    assertThat(ran.exit()).isIn(2, 6);
    assertThat(ran.err()).contains("nowhere.yaml");
    assertThat(config()).doesNotExist();
  }
}
