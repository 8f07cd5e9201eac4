package io.tagtrail.gateway.embedded;

import static io.tagtrail.gateway.embedded.Client.text;
import static io.tagtrail.gateway.embedded.Client.utf8;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients as people have them, unmodified. A missing one is a failure: a run that skipped them
/// would prove nothing.
@Tag("peers")
class RealClientsTest extends RegistryTest {
  private static final Properties PEERS = peers();

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path home;

  @SuppressWarnings("NullAway.Init")
  private Path layer;

  @BeforeEach
  void make_a_layer() throws Exception {
    var content = home.resolve("content");
    Files.createDirectory(content);
    var bytes = new byte[300_000];
    new Random(42).nextBytes(bytes);
    Files.write(content.resolve("deploy.bin"), bytes);
    layer = home.resolve("layer.tar");
    run("tar", "-cf", layer.toString(), "-C", content.toString(), ".");
  }

  @Test
  void crane_pushes_tags_lists_reads_and_deletes() throws Exception {
    var app = registry.host() + "/demo/app";
    crane("append", "--oci-empty-base", "-f", layer.toString(), "-t", app + ":v1");
    crane("tag", app + ":v1", "prod");
    var digest = crane("digest", app + ":prod");
    assertThat(digest).isEqualTo(crane("digest", app + ":v1"));
    assertThat(Digest.of(utf8(crane("manifest", app + ":prod")))).hasToString(digest);
    assertThat(crane("ls", app).lines()).containsExactly("prod", "v1");
    assertThat(crane("catalog", registry.host())).isEqualTo("demo/app");
    crane("validate", "--remote", app + ":prod");
    crane("copy", app + ":v1", registry.host() + "/demo/copy:v1");
    assertThat(crane("digest", registry.host() + "/demo/copy:v1")).isEqualTo(digest);
    crane("pull", "--format=oci", app + ":v1", home.resolve("layout").toString());
    assertThat(home.resolve("layout/blobs/sha256/" + digest.substring(7)))
        .hasBinaryContent(client.get("/v2/demo/app/manifests/v1").body());
    crane("push", home.resolve("layout").toString(), registry.host() + "/demo/back:v1");
    assertThat(crane("digest", registry.host() + "/demo/back:v1")).isEqualTo(digest);
    crane("delete", app + ":v1");
    assertThat(crane("ls", app).lines()).containsExactly("prod");
    crane("delete", app + "@" + digest);
    assertThat(crane("ls", app)).isEmpty();
  }

  @Test
  void skopeo_copies_between_repositories_and_layouts_byte_by_byte() throws Exception {
    var app = registry.host() + "/demo/app";
    crane("append", "--oci-empty-base", "-f", layer.toString(), "-t", app + ":v1");
    var manifest = client.get("/v2/demo/app/manifests/v1").body();
    skopeoCopy("docker://" + app + ":v1", "docker://" + app + ":prod");
    skopeoCopy("docker://" + app + ":v1", "docker://" + registry.host() + "/demo/other:v1");
    assertThat(client.get("/v2/demo/app/manifests/prod").body()).isEqualTo(manifest);
    assertThat(client.get("/v2/demo/other/manifests/v1").body()).isEqualTo(manifest);
    skopeoCopy("docker://" + app + ":v1", "oci:" + home.resolve("layout") + ":v1");
    skopeoCopy("oci:" + home.resolve("layout") + ":v1", "docker://" + app + ":back");
    assertThat(client.get("/v2/demo/app/manifests/back").body()).isEqualTo(manifest);
    assertThat(skopeo("list-tags", "--tls-verify=false", "docker://" + app))
        .contains("\"back\"", "\"prod\"", "\"v1\"");
    assertThat(skopeo("inspect", "--tls-verify=false", "docker://" + app + ":prod"))
        .contains(Digest.of(manifest).toString());
    skopeo("delete", "--tls-verify=false", "docker://" + app + ":back");
    assertThat(client.head("/v2/demo/app/manifests/v1").statusCode())
        .as("skopeo deletes by digest, which takes every tag along")
        .isEqualTo(404);
  }

  @Test
  void regctl_copies_lists_attaches_and_deletes_one_tag() throws Exception {
    var app = registry.host() + "/demo/app";
    crane("append", "--oci-empty-base", "-f", layer.toString(), "-t", app + ":v1");
    var manifest = client.get("/v2/demo/app/manifests/v1").body();
    regctl("image", "copy", app + ":v1", app + ":prod");
    regctl("image", "copy", app + ":v1", registry.host() + "/demo/other:v1");
    assertThat(client.get("/v2/demo/app/manifests/prod").body()).isEqualTo(manifest);
    assertThat(client.get("/v2/demo/other/manifests/v1").body()).isEqualTo(manifest);
    assertThat(regctl("tag", "ls", app).lines()).containsExactly("prod", "v1");

    var note = Files.writeString(home.resolve("note.txt"), "evidence");
    regctl(
        "artifact",
        "put",
        "--artifact-type",
        "application/x.test",
        "--subject",
        app + ":v1",
        "-f",
        note.toString());
    var listed = regctl("artifact", "list", app + ":v1", "--format", "{{json .}}");
    assertThat(listed).contains("application/x.test");
    assertThat(text(client.get("/v2/demo/app/referrers/" + Digest.of(manifest))))
        .contains("application/x.test");
    assertThat(text(client.get("/v2/demo/app/tags/list")))
        .as("no fallback tag was needed")
        .contains("[\"prod\",\"v1\"]");
    assertThat(
            regctl(
                "artifact",
                "get",
                "--subject",
                app + ":v1",
                "--filter-artifact-type",
                "application/x.test"))
        .isEqualTo("evidence");

    var large = home.resolve("large");
    var bytes = new byte[3_000_000];
    new Random(7).nextBytes(bytes);
    Files.write(large, bytes);
    regctl("artifact", "put", "--artifact-type", "x/large", "-f", large.toString(), app + ":large");
    assertThat(client.head("/v2/demo/app/blobs/" + Digest.of(bytes)).statusCode()).isEqualTo(200);

    regctl("tag", "delete", app + ":prod");
    assertThat(client.head("/v2/demo/app/manifests/prod").statusCode()).isEqualTo(404);
    assertThat(client.get("/v2/demo/app/manifests/v1").body()).isEqualTo(manifest);
  }

  private String crane(String verb, String... args) throws Exception {
    return run(Stream.concat(Stream.of(peer("crane"), verb, "--insecure"), Stream.of(args)));
  }

  private String skopeo(String... args) throws Exception {
    return run(Stream.concat(Stream.of(peer("skopeo"), "--insecure-policy"), Stream.of(args)));
  }

  private void skopeoCopy(String from, String to) throws Exception {
    skopeo("copy", "-q", "--src-tls-verify=false", "--dest-tls-verify=false", from, to);
  }

  private String regctl(String... args) throws Exception {
    var host = "reg=" + registry.host() + ",tls=disabled";
    return run(Stream.concat(Stream.of(peer("regctl"), "--host", host), Stream.of(args)));
  }

  private String run(String... command) throws Exception {
    return run(Stream.of(command));
  }

  private String run(Stream<String> command) throws Exception {
    List<String> line = command.toList();
    var output = Files.createTempFile(home, "out", ".txt");
    var errors = Files.createTempFile(home, "err", ".txt");
    var builder =
        new ProcessBuilder(line).redirectOutput(output.toFile()).redirectError(errors.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("XDG_RUNTIME_DIR", home.toString());
    var process = builder.start();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("does not end: " + line);
    }
    assertThat(process.exitValue()).as("%s%n%s", line, Files.readString(errors, UTF_8)).isZero();
    var text = Files.readString(output, UTF_8);
    // A manifest must stay as it is; everything else ends in a line feed that nobody wants.
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  private static String peer(String name) {
    var path = PEERS.getProperty(name);
    if (path == null || !Files.isExecutable(Path.of(path))) {
      throw new AssertionError(
          "the peer '%s' is not installed (%s); run .ci/peers first".formatted(name, path));
    }
    return path;
  }

  private static Properties peers() {
    var folder = System.getenv("TAGTRAIL_PEERS");
    var file =
        (folder != null
                ? Path.of(folder)
                : Path.of(System.getProperty("tagtrail.root", "."), "target", "peers"))
            .resolve("peers.properties");
    var peers = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      peers.load(reader);
    } catch (IOException e) {
      throw new AssertionError("no list of peers at " + file + "; run .ci/peers first", e);
    }
    return peers;
  }
}
