package io.tagtrail.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.model.BundleKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MediaTypesTest {
  @Test
  void a_bundle_is_known_by_its_config_or_its_layers_and_an_image_is_none() {
    assertThat(MediaTypes.kind(MediaTypes.FLUX_CONFIG, List.of(MediaTypes.FLUX_CONTENT)))
        .contains(BundleKind.FLUX);
    assertThat(MediaTypes.kind(MediaTypes.HELM_CONFIG, List.of(MediaTypes.HELM_CHART)))
        .contains(BundleKind.CHART);
    assertThat(MediaTypes.kind("application/vnd.oci.empty.v1+json", List.of("application/yaml")))
        .contains(BundleKind.FLUX);
    assertThat(
            MediaTypes.kind(
                "application/vnd.oci.image.config.v1+json",
                List.of("application/vnd.oci.image.layer.v1.tar+gzip")))
        .isEmpty();
  }

  @Test
  void plain_layers_are_read_each_under_its_number() {
    var yaml = "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n";
    var reading =
        new BundleReader(Limits.USUAL, List.of())
            .read(
                BundleKind.FLUX,
                List.of(
                    new Part("application/yaml", "a.yaml", yaml.getBytes(StandardCharsets.UTF_8)),
                    new Part("application/vnd.x.tar", null, new TarFile().file("b", "").plain())));
    var contents = ((Reading.Read) reading).contents();
    assertThat(contents.files()).containsOnlyKeys("1/a.yaml", "2/b");
    assertThat(contents.objects()).hasSize(1);
  }

  @Test
  void a_layer_of_another_type_is_not_guessed_at() {
    var reading =
        new BundleReader(Limits.USUAL, List.of())
            .read(BundleKind.FLUX, List.of(new Part("application/x+zstd", null, new byte[9])));
    assertThat(reading).isInstanceOf(Reading.Unreadable.class);
  }
}
