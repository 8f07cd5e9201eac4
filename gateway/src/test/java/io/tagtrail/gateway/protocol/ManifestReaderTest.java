package io.tagtrail.gateway.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestReaderTest {
  private static final Digest DIGEST = Digest.of(new byte[] {1});
  private static final String PART =
      "{\"mediaType\":\"a/b\",\"digest\":\"" + DIGEST + "\",\"size\":1}";

  @Test
  void the_parts_are_read_and_what_is_not_known_is_left_alone() {
    var shape =
        read(
            "{\"schemaVersion\":2,\"mediaType\":\"x/y\",\"artifactType\":\"t/u\",\"config\":%s,\"layers\":[%s],\"subject\":%s,\"annotations\":{\"k\":\"v\"},\"new\":{\"a\":[1.5,null]},\"blobs\":null}"
                .formatted(PART, PART, PART));
    var part = new Descriptor("a/b", DIGEST, 1);
    assertThat(shape.mediaType()).isEqualTo("x/y");
    assertThat(shape.effectiveArtifactType()).isEqualTo("t/u");
    assertThat(shape.config()).isEqualTo(part);
    assertThat(shape.layers()).containsExactly(part);
    assertThat(shape.subject()).isEqualTo(part);
    assertThat(shape.blobs()).isNull();
    assertThat(shape.annotations()).containsEntry("k", "v");
    assertThat(shape.neededBlobs()).containsExactly(part, part);
  }

  @Test
  void layers_that_are_never_pushed_are_not_needed() {
    var shape =
        read(
            "{\"layers\":[%s,%s]}"
                .formatted(
                    PART.replace("a/b", "application/vnd.oci.image.layer.nondistributable.v1.tar"),
                    PART.replace(
                        "a/b", "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip")));
    assertThat(shape.neededBlobs()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{} {}",
        "not json",
        "{\"a\":1,\"a\":2}",
        "{\"layers\":[],\"layers\":[]}",
        "{\"x\":{\"y\":1,\"y\":1}}",
        "{\"layers\":{}}",
        "{\"layers\":[1]}",
        "{\"layers\":[null]}",
        "{\"config\":[]}",
        "{\"config\":{}}",
        "{\"mediaType\":1}",
        "{\"annotations\":{\"k\":1}}",
        "{\"annotations\":{\"k\":\"\\ud800\"}}",
        "{\"config\":{\"mediaType\":\"a/b\",\"digest\":\"md5:1\",\"size\":1}}",
        "{\"config\":{\"mediaType\":\"a/b\",\"digest\":\"../../x\",\"size\":1}}",
        "{\"subject\":{\"mediaType\":\"a/b\",\"size\":1}}"
      })
  void what_is_no_manifest_is_refused(String text) {
    refused(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void sizes_that_are_no_size_are_refused() {
    for (var size : new String[] {"-1", "1.5", "\"1\"", "1e3", "99999999999999999999", "null"}) {
      var part = PART.replace("\"size\":1", "\"size\":" + size);
      refused(("{\"config\":" + part + "}").getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void deep_nesting_and_other_encodings_are_refused() {
    refused(("{\"x\":" + "[".repeat(100) + "]".repeat(100) + "}").getBytes(StandardCharsets.UTF_8));
    refused("{}".getBytes(StandardCharsets.UTF_16LE));
    refused("{}".getBytes(StandardCharsets.UTF_16));
  }

  @Test
  void random_damage_is_refused_or_read_and_never_throws() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    var random = new Random(seed);
    var whole =
        "{\"mediaType\":\"x/y\",\"config\":%s,\"layers\":[%s],\"annotations\":{\"k\":\"v\"}}"
            .formatted(PART, PART)
            .getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 20_000; i++) {
      var damaged = whole.clone();
      for (int n = random.nextInt(4); n >= 0; n--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
      }
      assertThat(ManifestReader.read(damaged)).as("seed %d, round %d", seed, i).isNotNull();
    }
  }

  @Test
  void the_media_type_is_its_own_or_the_headers_and_they_must_agree() {
    assertThat(type("{\"mediaType\":\"x/y\"}", null)).isEqualTo(new Outcome.Done<>("x/y"));
    assertThat(type("{}", "x/y; charset=utf-8")).isEqualTo(new Outcome.Done<>("x/y"));
    assertThat(type("{\"mediaType\":\"x/y\"}", "x/y;a=b")).isEqualTo(new Outcome.Done<>("x/y"));
    assertThat(type("{\"mediaType\":\"x/y\"}", "x/z")).isInstanceOf(Outcome.Refused.class);
    assertThat(type("{}", null)).isInstanceOf(Outcome.Refused.class);
    assertThat(type("{\"mediaType\":\"\"}", null)).isInstanceOf(Outcome.Refused.class);
    assertThat(type("{\"mediaType\":\"x/\\n\"}", null)).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void a_document_that_could_be_a_manifest_and_an_index_is_refused() {
    var both = "{\"config\":%s,\"layers\":[],\"manifests\":[]}".formatted(PART);
    var image = "{\"config\":%s,\"layers\":[]}".formatted(PART);
    assertThat(type(both, ManifestShape.OCI_MANIFEST)).isInstanceOf(Outcome.Refused.class);
    assertThat(type(both, "x/y")).isInstanceOf(Outcome.Refused.class);
    assertThat(type(image, ManifestShape.OCI_INDEX)).isInstanceOf(Outcome.Refused.class);
    assertThat(type(image, ManifestShape.OCI_MANIFEST)).isInstanceOf(Outcome.Done.class);
    assertThat(type("{\"manifests\":[]}", ManifestShape.DOCKER_MANIFEST))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(type("{}", "application/vnd.docker.distribution.manifest.v1+prettyjws"))
        .isInstanceOf(Outcome.Refused.class);
  }

  private static Outcome<String> type(String json, @Nullable String contentType) {
    return ManifestRules.mediaType(contentType, read(json));
  }

  private static ManifestShape read(String json) {
    var outcome = ManifestReader.read(json.getBytes(StandardCharsets.UTF_8));
    if (outcome instanceof Outcome.Done<ManifestShape>(ManifestShape shape)) {
      return shape;
    }
    throw new AssertionError(outcome);
  }

  private static void refused(byte[] bytes) {
    assertThat(ManifestReader.read(bytes))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            it -> assertThat(it.error().code()).isEqualTo(ErrorCode.MANIFEST_INVALID));
  }
}
