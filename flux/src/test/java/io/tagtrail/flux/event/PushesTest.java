package io.tagtrail.flux.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Tag;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The payloads are of the forms that the registries' own documentation gives; what distribution
/// and zot really send is looked at with the registries themselves.
final class PushesTest {
  private static final Digest DIGEST = Digest.of(new byte[] {1});

  private static List<Push> read(Preset preset, String json) {
    return read(preset.mapping(), json, null);
  }

  private static List<Push> read(Mapping mapping, String json, @Nullable String type) {
    var text = json.replace("DIGEST", DIGEST.toString());
    return Pushes.read(mapping, text.getBytes(StandardCharsets.UTF_8), type);
  }

  private static Push push(@Nullable String host, String repository, @Nullable String tag) {
    return new Push(host, repository, tag == null ? null : new Tag(tag), DIGEST);
  }

  @Test
  void distribution_tells_of_blobs_and_pulls_too_of_which_tags_and_deletions_count() {
    assertThat(
            read(
                Preset.DISTRIBUTION,
                """
                {"events":[
                 {"id":"1","timestamp":"2026-08-01T10:00:00.1Z","action":"push","target":
                  {"mediaType":"application/vnd.oci.image.manifest.v1+json","size":502,"length":502,
                   "digest":"DIGEST","repository":"acme/shop","url":"http://r/v2/","tag":"prod"},
                  "request":{"id":"2","addr":"10.0.0.1:1","host":"r","method":"PUT","useragent":"u"},
                  "actor":{},"source":{"addr":"r:5000","instanceID":"3"}},
                 {"id":"4","action":"pull","target":{"digest":"DIGEST","repository":"acme/shop"}},
                 {"id":"5","action":"push","target":{"mediaType":"application/octet-stream",
                  "digest":"DIGEST","repository":"acme/shop"}},
                 {"id":"6","action":"delete","target":{"digest":"DIGEST","repository":"acme/shop"}}]}
                """))
        .containsExactly(push(null, "acme/shop", "prod"), push(null, "acme/shop", null));
  }

  @Test
  void zot_sends_cloudevents_in_both_forms() {
    var data =
        "{\"name\":\"acme/shop\",\"reference\":\"prod\",\"digest\":\"DIGEST\",\"mediaType\":\"m\"}";
    var wanted = List.of(push(null, "acme/shop", "prod"));
    assertThat(read(Preset.ZOT.mapping(), data, "zotregistry.image.updated")).isEqualTo(wanted);
    assertThat(
            read(
                Preset.ZOT,
                "{\"specversion\":\"1.0\",\"type\":\"zotregistry.image.updated\",\"data\":"
                    + data
                    + "}"))
        .isEqualTo(wanted);
    assertThat(read(Preset.ZOT.mapping(), data, "zotregistry.image.scanned")).isEmpty();
    assertThat(
            read(
                Preset.ZOT.mapping(),
                "{\"name\":\"acme/shop\",\"reference\":\"DIGEST\"}",
                "zotregistry.image.deleted"))
        .containsExactly(push(null, "acme/shop", null));
  }

  @Test
  void harbor_has_its_own_form_and_that_of_cloudevents() {
    var resources = "[{\"digest\":\"DIGEST\",\"tag\":\"prod\",\"resource_url\":\"h/a/s:prod\"}]";
    var repository = "{\"name\":\"shop\",\"repo_full_name\":\"acme/shop\",\"date_created\":1}";
    assertThat(
            read(
                Preset.HARBOR,
                "{\"type\":\"PUSH_ARTIFACT\",\"occur_at\":1,\"operator\":\"ci\",\"event_data\":{\"resources\":%s,\"repository\":%s}}"
                    .formatted(resources, repository)))
        .containsExactly(push(null, "acme/shop", "prod"));
    assertThat(
            read(
                Preset.HARBOR,
                "{\"specversion\":\"1.0\",\"type\":\"harbor.artifact.pushed\",\"data\":{\"resources\":%s,\"repository\":%s}}"
                    .formatted(resources, repository)))
        .containsExactly(push(null, "acme/shop", "prod"));
    assertThat(
            read(
                Preset.HARBOR,
                "{\"type\":\"PULL_ARTIFACT\",\"event_data\":{\"resources\":%s,\"repository\":%s}}"
                    .formatted(resources, repository)))
        .isEmpty();
  }

  @Test
  void quay_names_several_tags_at_once() {
    assertThat(
            read(
                Preset.QUAY,
                """
                {"name":"shop","repository":"acme/shop","namespace":"acme",
                 "docker_url":"quay.io/acme/shop","homepage":"https://quay.io/repository/acme/shop",
                 "updated_tags":["prod","prod.41"]}
                """))
        .extracting(Push::tag)
        .containsExactly(new Tag("prod"), new Tag("prod.41"));
  }

  @Test
  void azure_amazon_and_docker_hub_each_name_one() {
    assertThat(
            read(
                Preset.ACR,
                """
                {"id":"1","timestamp":"t","action":"push","target":{"mediaType":"m","size":524,
                 "digest":"DIGEST","length":524,"repository":"acme/shop","tag":"prod"},
                 "request":{"id":"2","host":"acme.azurecr.io","method":"PUT","useragent":"u"}}
                """))
        .containsExactly(push(null, "acme/shop", "prod"));
    assertThat(
            read(
                Preset.ECR,
                """
                {"version":"0","id":"1","detail-type":"ECR Image Action","source":"aws.ecr",
                 "account":"1","time":"t","region":"eu-central-1","resources":[],
                 "detail":{"result":"SUCCESS","repository-name":"acme/shop",
                 "image-digest":"DIGEST","action-type":"PUSH","image-tag":"prod"}}
                """))
        .containsExactly(push(null, "acme/shop", "prod"));
    assertThat(
            read(
                Preset.DOCKER_HUB,
                """
                {"callback_url":null,"push_data":{"pushed_at":1.417566161e+09,"pusher":"ci",
                 "tag":"prod"},"repository":{"repo_name":"acme/shop","star_count":0}}
                """))
        .containsExactly(new Push(null, "acme/shop", new Tag("prod"), null));
  }

  @Test
  void google_wraps_whole_references_in_base64() {
    var inner =
        "{\"action\":\"INSERT\",\"digest\":\"europe-docker.pkg.dev/p/r/shop@%1$s\",\"tag\":\"europe-docker.pkg.dev/p/r/shop:prod\"}"
            .formatted(DIGEST);
    var wrapped = Base64.getEncoder().encodeToString(inner.getBytes(StandardCharsets.UTF_8));
    assertThat(
            read(
                Preset.GAR,
                "{\"message\":{\"data\":\"%s\",\"messageId\":\"1\"},\"subscription\":\"s\"}"
                    .formatted(wrapped)))
        .containsExactly(new Push("europe-docker.pkg.dev", "p/r/shop", new Tag("prod"), null));
    assertThatThrownBy(() -> read(Preset.GAR, "{\"message\":{\"data\":\"***\"}}"))
        .isInstanceOf(JsonException.class);
  }

  @Test
  void github_names_the_package_by_its_address() {
    assertThat(
            read(
                Preset.GHCR,
                """
                {"action":"published","registry_package":{"id":1,"name":"shop","namespace":"acme",
                 "package_type":"CONTAINER","package_version":{"version":"DIGEST","body":null,
                 "package_url":"ghcr.io/acme/shop:prod","container_metadata":{"tag":
                 {"name":"prod","digest":"DIGEST"}}}},"sender":{"login":"ci"}}
                """))
        .containsExactly(push("ghcr.io", "acme/shop", "prod"));
    assertThat(
            read(
                Preset.GHCR,
                "{\"package\":{\"package_version\":{\"version\":\"DIGEST\",\"package_url\":\"ghcr.io/acme/shop:\"}}}"))
        .as("a push without a tag may be any")
        .containsExactly(push("ghcr.io", "acme/shop", null));
  }

  @Test
  void any_other_registry_is_read_by_pointers() {
    var mapping =
        new Mapping(
            List.of(),
            List.of(Pointer.parse("/changes")),
            List.of(Pointer.parse("/in~1repo")),
            List.of(),
            List.of(Pointer.parse("/tags/0/name")),
            List.of(Pointer.parse("/sum")),
            List.of(Pointer.parse("/what")),
            Set.of("put", "drop"),
            Set.of("drop"));
    assertThat(
            read(
                mapping,
                """
                {"in/repo":"acme/shop","changes":[
                 {"what":"put","sum":"DIGEST","tags":[{"name":"prod"}]},
                 {"what":"put","sum":"DIGEST"},
                 {"what":"drop","sum":"DIGEST"},
                 {"what":"look","sum":"DIGEST","tags":[{"name":"dev"}]}]}
                """,
                null))
        .containsExactly(push(null, "acme/shop", "prod"), push(null, "acme/shop", null));
    assertThatThrownBy(() -> Pointer.parse("changes")).isInstanceOf(InvalidValueException.class);
  }

  @Test
  void what_is_no_notification_of_that_registry_is_refused_in_words() {
    for (var preset : Preset.values()) {
      assertThatThrownBy(() -> read(preset, "[]")).isInstanceOf(JsonException.class);
      assertThatThrownBy(() -> read(preset, "")).isInstanceOf(JsonException.class);
    }
    assertThatThrownBy(() -> read(Preset.DISTRIBUTION, "{}")).hasMessageContaining("/events");
    assertThatThrownBy(
            () -> read(Preset.DISTRIBUTION, "{\"events\":[{\"action\":\"push\",\"target\":{}}]}"))
        .hasMessageContaining("no repository");
    assertThatThrownBy(
            () -> read(Preset.DISTRIBUTION, "{\"events\":[" + "{},".repeat(1_001) + "{}]}"))
        .hasMessageContaining("more than 1000");
  }
}
