package io.tagtrail.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a cluster names ends in commands that people paste.
class ObjectNamesTest {
  private static SourceState source(String namespace, String name) {
    return new SourceState(
        namespace,
        name,
        Location.parse("registry.example/acme/shop:prod"),
        null,
        null,
        Health.HEALTHY,
        false,
        null,
        null,
        List.of());
  }

  private static WorkloadState workload(String kind, String namespace, String name) {
    return new WorkloadState(kind, namespace, name, null, null, Health.HEALTHY, false, null, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-",
        "--kubeconfig=x",
        "-n",
        "shop-",
        ".shop",
        "shop.",
        "Shop",
        "a b",
        "a;b",
        "$(id)",
        "a\nb",
        "a/b",
        "a_b",
        "\u0430pps"
      })
  void what_no_object_can_be_called_is_refused_wherever_it_stands(String odd) {
    assertThatThrownBy(() -> source("apps", odd)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> source(odd, "shop")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> workload("Kustomization", "apps", odd))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> workload("Kustomization", odd, "shop"))
        .isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-o", "Helm Release", "Job;id", "kustomizations.v1", "Kind2"})
  void a_kind_has_letters_alone(String odd) {
    assertThatThrownBy(() -> workload(odd, "apps", "shop"))
        .isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "shop", "shop-2", "shop.eu-1.x", "1-a"})
  void what_objects_are_called_is_taken(String name) {
    assertThat(source(name, name).shown()).isEqualTo("OCIRepository %s/%s".formatted(name, name));
    assertThat(workload("HelmRelease", name, name).name()).isEqualTo(name);
    var longest = "a".repeat(253);
    assertThat(source("apps", longest).name()).isEqualTo(longest);
    assertThatThrownBy(() -> source("apps", longest + "a"))
        .isInstanceOf(InvalidValueException.class);
  }
}
