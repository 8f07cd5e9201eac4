package io.tagtrail.bundle.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.bundle.Bundles;
import io.tagtrail.bundle.TarFile;
import io.tagtrail.bundle.model.Contents;
import io.tagtrail.bundle.model.ImageUse;
import io.tagtrail.bundle.yaml.Value;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Kustomizations that cost more to follow than to push.
final class EffortTest {
  private static String images(int count, String form) {
    return "images:\n" + lines(count, "- {name: " + form + "}\n");
  }

  private static String lines(int count, String form) {
    return IntStream.range(0, count).mapToObj(form::formatted).collect(Collectors.joining());
  }

  private static String pod(int containers, String image) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n"
        + lines(containers, "  - {image: " + image + "}\n");
  }

  private static List<String> images(Contents contents) {
    return contents.images().stream().map(ImageUse::image).toList();
  }

  /// In memory it would be a hundred million references; the finding is what is counted here.
  @Test
  void resources_that_a_bundle_does_not_have_cost_a_step_each_whatever_the_images() {
    var contents =
        Bundles.flux(
            new TarFile()
                .file(
                    "kustomization.yaml",
                    images(10_000, "i%d") + "resources:\n- pod.yaml\n" + lines(10_000, "- r%d\n"))
                .file("pod.yaml", pod(1, "i7:1")));
    assertThat(images(contents)).containsExactly("i7:1");
    assertThat(steps(10_000, 10_000)).isLessThan(100_000);
  }

  @Test
  void an_image_is_looked_up_among_transforms_by_its_name() {
    var effort = new Effort();
    var transforms = Transforms.of(kustomization(10_000, 0));
    assertThat(transforms.apply("i9999:1", effort)).isEqualTo("i9999:2");
    assertThat(transforms.apply("other:1", effort)).isEqualTo("other:1");
    assertThat(effort.steps()).isLessThan(10);
  }

  @Test
  void a_later_transform_takes_what_an_earlier_one_names_and_never_the_other_way_round() {
    var contents =
        Bundles.flux(
            new TarFile()
                .file(
                    "kustomization.yaml",
                    """
                    resources: [pod.yaml]
                    images:
                    - {name: c, newTag: '9'}
                    - {name: a, newName: b}
                    - {name: b, newName: c}
                    - {name: a, newTag: '7'}
                    """)
                .file("pod.yaml", pod(1, "a:1")));
    assertThat(images(contents)).containsExactly("c:1");
  }

  @Test
  void images_that_multiply_with_transforms_are_refused() {
    var why =
        Bundles.refused(
            new TarFile()
                .file(
                    "kustomization.yaml", images(3_000, "x, newTag: '%d'") + "resources: [p.yaml]")
                .file("p.yaml", pod(3_000, "x:a%d"))
                .file("noise", TarFile.noise(2_000))
                .gzip());
    assertThat(why).contains("steps to follow");
  }

  @Test
  void overlays_that_multiply_in_every_layer_cost_no_more_than_their_folders() {
    var tar = new TarFile().file("l12k0/pod.yaml", pod(1, "web:1"));
    for (int layer = 0; layer < 12; layer++) {
      for (int k = 0; k < 8; k++) {
        tar.file(
            "l%dk%d/kustomization.yaml".formatted(layer, k),
            "resources:\n" + lines(8, "- ../l" + (layer + 1) + "k%d\n"));
      }
    }
    tar.file(
        "l12k0/kustomization.yaml", "resources: [pod.yaml]\nimages: [{name: web, newTag: '2'}]");
    assertThat(images(Bundles.flux(tar))).containsExactly("web:2");
  }

  @Test
  void kustomizations_in_a_long_row_are_refused_before_the_stack_is_at_its_end() {
    var tar = new TarFile().file("noise", TarFile.noise(20_000));
    for (int i = 0; i < 5_000; i++) {
      tar.file("f%d/kustomization.yaml".formatted(i), "resources: [../f%d]".formatted(i + 1));
    }
    assertThat(Bundles.refused(tar.gzip())).contains("nested more than 100 deep");
  }

  @Test
  void more_images_than_a_bundle_may_name_are_refused() {
    assertThat(
            Bundles.refused(
                new TarFile()
                    .file("p.yaml", pod(Found.MOST + 1, "r.io/a:%d"))
                    .file("noise", TarFile.noise(2_000))
                    .gzip()))
        .contains("names more than 10000 images");
  }

  private static int steps(int transforms, int resources) {
    var effort = new Effort();
    new Kustomizations(
        Map.of("kustomization.yaml", kustomization(transforms, resources)), Set.of(), effort);
    return effort.steps();
  }

  private static Value.Mapping kustomization(int transforms, int resources) {
    var members = new HashMap<String, Value>();
    members.put(
        "images",
        new Value.Items(
            IntStream.range(0, transforms)
                .<Value>mapToObj(i -> {
                  var entry = new LinkedHashMap<String, Value>();
                  entry.put("name", new Value.Scalar("i" + i, true));
                  entry.put("newTag", new Value.Scalar("2", false));
                  return new Value.Mapping(entry);
                })
                .toList()));
    members.put(
        "resources",
        new Value.Items(
            IntStream.range(0, resources)
                .<Value>mapToObj(i -> new Value.Scalar("r" + i, true))
                .toList()));
    return new Value.Mapping(members);
  }
}
