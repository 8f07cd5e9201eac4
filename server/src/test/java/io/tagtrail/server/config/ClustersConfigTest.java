package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.server.config.ClustersConfig.Watched;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which clusters are looked into, and who may tell of one.
final class ClustersConfigTest {
  private static ClustersConfig read(String flux) {
    return Yaml.read(Yaml.SMALL + flux).around().flux().clusters();
  }

  @Test
  void no_cluster_is_looked_into_where_none_is_named() {
    assertThat(read("")).isEqualTo(ClustersConfig.USUAL);
    assertThat(ClustersConfig.USUAL.staleAfter()).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void clusters_are_read_with_paths_beside_the_file() {
    var config =
        read(
            """
            flux:
              staleAfter: 10m
              clusters:
                prod-us: {kubeconfig: /etc/us.kubeconfig, context: reader}
                prod-eu: {kubeconfig: keys/eu.kubeconfig}
            """);
    assertThat(config.staleAfter()).isEqualTo(Duration.ofMinutes(10));
    assertThat(config.watched())
        .isEqualTo(
            Map.of(
                "prod-eu", new Watched(Path.of("/work/keys/eu.kubeconfig"), null),
                "prod-us", new Watched(Path.of("/etc/us.kubeconfig"), "reader")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{staleAfter: 2m} | staleAfter is 3m to 24h",
        "{staleAfter: 2d} | staleAfter is 3m to 24h",
        "{clusters: {eu: {}}} | needs kubeconfig",
        "{clusters: {eu: {kubeconfig: x, secret: y}}} | secret",
        "{clusters: {EU: {kubeconfig: x}}} | the name of a cluster",
        "{clusters: {eu.west: {kubeconfig: x}}} | the name of a cluster",
        "{clusters: [eu]} | clusters"
      })
  void what_does_not_hold_together_is_said_with_its_place(String flux, String said) {
    assertThatThrownBy(() -> read("flux: " + flux + "\n"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(said)
        .hasMessageContaining("flux");
  }

  @Test
  void a_right_to_report_is_one_on_clusters() {
    var rights =
        Yaml.read(
                Yaml.SMALL
                    + """
                    rights:
                      - {name: agent, allow: [report], on: [clusters/prod-eu]}
                    """)
            .rights();
    assertThat(rights.grants().getFirst().rights()).containsExactly(Right.REPORT);
    assertThatThrownBy(() ->
            Yaml.read(
                Yaml.SMALL
                    + """
                    rights:
                      - {name: agent, allow: [report], on: [shop/*]}
                    """))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a right on clusters");
  }
}
