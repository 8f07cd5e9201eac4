package io.tagtrail.flux.kube;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.json.Json;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KubeReaderTest {
  private static List<KubeObject> list(String items) {
    var objects = new ArrayList<KubeObject>();
    var text = "{\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[" + items + "]}";
    var page =
        KubeReader.list(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), objects::add);
    assertThat(page.resourceVersion()).isEqualTo("7");
    return objects;
  }

  @Test
  void of_an_object_what_is_read_is_kept_and_nothing_else() {
    var read =
        list(
            """
            {"apiVersion":"kustomize.toolkit.fluxcd.io/v1","kind":"Kustomization",
             "metadata":{"annotations":{"a":"b"},"labels":{"c":"d"},"name":"web","namespace":"shop",
               "managedFields":[{"manager":"x"}],"uid":"u","resourceVersion":"5","generation":3},
             "spec":{"interval":"5m","postBuild":{"substitute":{"k":"v"}},"suspend":true,
               "sourceRef":{"kind":"OCIRepository","name":"web"},"url":{"not":"a text"}},
             "status":{"inventory":{"entries":[]},"conditions":[{"type":"Ready","status":"True"},7,
               [[{"type":"Deep"}]]]}}
            """);
    assertThat(read.getFirst().json().canonical())
        .isEqualTo(
            """
            {"apiVersion":"kustomize.toolkit.fluxcd.io/v1","kind":"Kustomization",\
            "metadata":{"generation":3,"name":"web","namespace":"shop","resourceVersion":"5",\
            "uid":"u"},"spec":{"sourceRef":{"kind":"OCIRepository","name":"web"},"suspend":true},\
            "status":{"conditions":[{"status":"True","type":"Ready"}]}}\
            """);
  }

  @Test
  void what_flux_writes_is_kept_as_far_as_it_is_read() {
    for (Json.Obj whole :
        List.of(
            Manifests.source("apps", "shop", Manifests.A),
            Manifests.failing("apps", "shop", Manifests.A, Manifests.B))) {
      var read = list(whole.canonical()).getFirst();
      var object = new KubeObject(whole);
      assertThat(read.list("status", "conditions")).isEqualTo(object.list("status", "conditions"));
      assertThat(read.at("metadata")).isEqualTo(object.at("metadata"));
      assertThat(read.text("status", "artifact", "revision"))
          .isEqualTo(object.text("status", "artifact", "revision"));
    }
  }

  /// An API server takes ten thousand levels and names of a megabyte in Helm values.
  @Test
  void nothing_in_a_part_that_is_skipped_keeps_others_from_being_read() {
    var hostile =
        "{\"metadata\":{\"namespace\":\"t\",\"name\":\"x\"},\"spec\":{\"values\":{\"deep\":"
            + "[".repeat(9_000)
            + "]".repeat(9_000)
            + ",\""
            + "n".repeat(1_000_000)
            + "\":\""
            + "s".repeat(6_000_000)
            + "\",\"twice\":1,\"twice\":2,\"number\":"
            + "9".repeat(5_000)
            + "}}}";
    assertThat(list(hostile + ",{\"metadata\":{\"namespace\":\"shop\",\"name\":\"web\"}}"))
        .extracting(KubeObject::key)
        .containsExactly("t/x", "shop/web");
  }

  @Test
  void of_a_long_message_the_beginning_is_kept() {
    var read =
        list(
            "{\"status\":{\"conditions\":[{\"type\":\"Ready\",\"message\":\"%s\"}]}}"
                .formatted("x" + "\ud83d\ude00".repeat(9_000)));
    var message = read.getFirst().list("status", "conditions").getFirst().text("message");
    assertThat(message).hasSize(4_095).endsWith("\ud83d\ude00");
  }

  @Test
  void what_is_kept_of_one_object_is_bounded_and_it_can_be_told() {
    var many = "{\"status\":\"deployed\",\"ociDigest\":\"x\"},".repeat(100_000) + "{}";
    var read =
        list("{\"metadata\":{\"name\":\"x\"},\"status\":{\"history\":[" + many + "]}}").getFirst();
    assertThat(read.name()).isEqualTo("x");
    assertThat(Weight.of(read.json())).isBetween(65_537L, 70_000L);
  }
}
