package io.tagtrail.flux.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class FluxEventTest {
  private static final String HEX =
      "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8";

  private static FluxEvent read(String json) {
    return FluxEvent.read(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String event(String metadata) {
    return """
    {"involvedObject":{"kind":"Kustomization","namespace":"apps","name":"web","uid":"7",
     "apiVersion":"kustomize.toolkit.fluxcd.io/v1"},"severity":"error",
     "timestamp":"2026-08-01T10:00:00Z","reason":"HealthCheckFailed",
     "message":"timeout waiting for:\\n [Deployment/apps/web status: 'InProgress']",
     "metadata":%s,"reportingController":"kustomize-controller","reportingInstance":"a"}
    """
        .formatted(metadata);
  }

  @Test
  void what_notification_controller_forwards_is_read() {
    var event = read(event("{\"revision\":\"prod@sha256:" + HEX + "\",\"cluster\":\"prod-eu\"}"));
    assertThat(event.kind()).isEqualTo("Kustomization");
    assertThat(event.namespace()).isEqualTo("apps");
    assertThat(event.name()).isEqualTo("web");
    assertThat(event.error()).isTrue();
    assertThat(event.time()).isEqualTo(Instant.parse("2026-08-01T10:00:00Z"));
    assertThat(event.digest()).hasToString("sha256:" + HEX);
    assertThat(event.cluster()).isEqualTo("prod-eu");
    assertThat(event.text())
        .isEqualTo(
            "HealthCheckFailed: timeout waiting for: [Deployment/apps/web status: 'InProgress']");
  }

  @Test
  void a_controllers_own_event_has_prefixes_before_its_keys() {
    var event =
        read(
            event(
                """
                {"kustomize.toolkit.fluxcd.io/revision":"prod@sha256:%s",
                 "event.toolkit.fluxcd.io/cluster":"prod-us"}
                """
                    .formatted(HEX)));
    assertThat(event.digest()).hasToString("sha256:" + HEX);
    assertThat(event.cluster()).isEqualTo("prod-us");
  }

  @Test
  void a_key_without_a_prefix_wins_over_the_same_with_one() {
    var event =
        read(event("{\"event.toolkit.fluxcd.io/cluster\":\"by-label\",\"cluster\":\"by-alert\"}"));
    assertThat(event.cluster()).isEqualTo("by-alert");
  }

  @Test
  void what_a_key_of_somebody_else_ends_with_is_no_prefix_of_flux() {
    var event = read(event("{\"example.com/cluster\":\"other\"}"));
    var both =
        read(
            event(
                "{\"example.com/cluster\":\"other\",\"event.toolkit.fluxcd.io/cluster\":\"ours\"}"));
    assertThat(event.cluster()).isNull();
    assertThat(both.cluster()).isEqualTo("ours");
  }

  @Test
  void a_revision_of_a_git_source_has_no_digest() {
    assertThat(read(event("{\"revision\":\"main@sha1:abc\"}")).digest()).isNull();
    assertThat(read(event("{}")).digest()).isNull();
    assertThat(read(event("null")).revision()).isNull();
  }

  @Test
  void hostile_text_is_made_printable_and_bounded() {
    var message = "\\u001b[2J\\u202e" + "x".repeat(5_000);
    var event =
        read(
            "{\"involvedObject\":{\"kind\":\"K\",\"namespace\":\"n\",\"name\":\"x\"},\"message\":\""
                + message
                + "\"}");
    assertThat(event.message()).startsWith("<U+001B>[2J<U+202E>xxx").hasSizeLessThan(2_001);
  }

  @Test
  void garbage_is_refused_in_words() {
    for (var garbage :
        new String[] {
          "",
          "null",
          "[]",
          "{}",
          "{\"involvedObject\":{}}",
          "{\"involvedObject\":{\"kind\":\"K\",\"namespace\":\"\",\"name\":\"x\"}}",
          "{\"involvedObject\":{\"kind\":\"K\\u0000\",\"namespace\":\"n\",\"name\":\"x\"}}",
          "{\"involvedObject\":{\"kind\":\"K\",\"kind\":\"L\",\"namespace\":\"n\",\"name\":\"x\"}}",
          "{\"involvedObject\":{\"kind\":\"K\",\"namespace\":\"n\",\"name\":\"x\"},\"timestamp\":\"now\"}",
          "{\"involvedObject\":{\"kind\":\"K\",\"namespace\":\"n\",\"name\":\"x\"}} {}",
          "{\"a\":".repeat(40) + "1" + "}".repeat(40),
        }) {
      assertThatThrownBy(() -> read(garbage)).as(garbage).isInstanceOf(JsonException.class);
    }
    assertThatThrownBy(() -> FluxEvent.read(new byte[] {'{', (byte) 0xc0, '}'}))
        .isInstanceOf(JsonException.class);
  }
}
