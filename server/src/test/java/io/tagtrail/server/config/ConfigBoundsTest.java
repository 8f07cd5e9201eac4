package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A small file can ask for very much work: a pull request must not be able to hang the pipeline.
@Timeout(30)
final class ConfigBoundsTest {
  @Test
  void many_environments_are_refused_before_they_are_compared() {
    assertThatThrownBy(() -> Yaml.read("environments: {" + names(9_000) + "}"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("tagtrail.yaml:1: environments must be at most 200");
  }

  @Test
  void many_applications_in_many_environments_are_refused() {
    assertThatThrownBy(() -> Yaml.read(file(200, 9_000)))
        .isInstanceOf(ConfigException.class)
        .hasMessageEndingWith("is too many: a configuration has at most 100000 aliases");
  }

  @Test
  void what_is_within_the_bounds_is_read_even_where_every_environment_comes_after_all_before() {
    var environments =
        IntStream.range(0, 200)
            .mapToObj(i -> "e%d: {after: [%s]}".formatted(i, list(i)))
            .collect(Collectors.joining(", "));
    var config =
        Yaml.read(
            "location: 'a.b/{application}:{environment}'\nenvironments: {%s}\napplications: {%s}"
                .formatted(environments, names(100)));
    assertThat(config.locations()).hasSize(20_000);
  }

  private static String file(int environments, int applications) {
    return "location: 'a.b/{application}:{environment}'\nenvironments: {%s}\napplications: {%s}"
        .formatted(names(environments), names(applications));
  }

  private static String names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "e" + i + ": ").collect(Collectors.joining(","));
  }

  private static String list(int count) {
    return IntStream.range(0, count).mapToObj(i -> "e" + i).collect(Collectors.joining(","));
  }
}
