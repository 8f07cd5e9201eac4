package io.tagtrail.flux.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.json.JsonReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What real registries sent when a bundle was pushed as `build-1`, moved to `prod` by `crane tag`
/// and deleted by its digest: two of distribution, and zot as of 2026-08-04 (3b5796d, built with
/// events), which cannot be installed everywhere.
final class RecordedTest {
  private record Sent(String contentType, @Nullable String type, String body) {}

  private static List<Sent> sent(String registry) {
    try (var in =
        Objects.requireNonNull(
            RecordedTest.class.getResourceAsStream("recorded/" + registry + ".json"), registry)) {
      return JsonReader.object(in.readAllBytes())
          .objects(
              "notifications",
              each ->
                  new Sent(each.needText("contentType"), each.text("type"), each.needText("body")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Push> read(Preset preset, String registry) {
    var pushes = new ArrayList<Push>();
    for (var each : sent(registry)) {
      pushes.addAll(
          Pushes.read(preset.mapping(), each.body().getBytes(StandardCharsets.UTF_8), each.type()));
    }
    return pushes;
  }

  private static Stream<String> shown(List<Push> pushes) {
    return pushes.stream()
        .peek(push -> assertThat(push.repository()).isEqualTo("work/shop"))
        .map(push ->
            (push.tag() == null ? "any" : push.tag())
                + (push.digest() == null ? " gone" : " at a digest"));
  }

  @Test
  void docker_registry_2_8_and_distribution_3_tell_of_tags_and_of_their_end() {
    assertThat(shown(read(Preset.DISTRIBUTION, "docker-registry-2.8.2")))
        .containsExactly(
            "build-1 at a digest",
            "prod at a digest",
            "any at a digest",
            "build-1 gone",
            "prod gone");
    assertThat(shown(read(Preset.DISTRIBUTION, "distribution-3.1.1")))
        .containsExactly(
            "build-1 at a digest",
            "prod at a digest",
            "any at a digest",
            "prod gone",
            "build-1 gone");
    assertThat(sent("docker-registry-2.8.2"))
        .extracting(Sent::contentType)
        .containsOnly("application/vnd.docker.distribution.events.v1+json");
    assertThat(sent("distribution-3.1.1"))
        .extracting(Sent::contentType)
        .containsOnly("application/vnd.docker.distribution.events.v2+json");
  }

  @Test
  void zot_tells_of_tags_and_deletions_and_of_repositories_that_do_not_count() {
    assertThat(shown(read(Preset.ZOT, "zot-main-2026-08-04")))
        .containsExactly("build-1 at a digest", "prod at a digest", "any at a digest");
  }
}
