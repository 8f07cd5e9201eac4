package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.ConfigReader;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What a server says when it starts.
final class ServeTest {
  private static final String ISSUER =
      """
      identity:
        issuers:
          ci: {preset: gitlab, issuer: "https://gitlab.example", audiences: [tagtrail]}
      """;
  private static final String RIGHTS =
      """
      rights:
        - {name: all, allow: [read], on: "*/*"}
      """;

  private static Config config(String more) {
    return ConfigReader.parse(
        Path.of("tagtrail.yaml"),
        """
        version: 1
        environments: {dev: {}}
        applications: {shop: {location: "r.example/shop:dev"}}
        """
            + more,
        Map.of());
  }

  @Test
  void a_server_that_can_know_nobody_says_so() {
    assertThat(Serve.nobody(config(""))).hasValueSatisfying(it -> assertThat(it).contains("401"));
    assertThat(Serve.nobody(config(RIGHTS))).isPresent();
  }

  @Test
  void a_server_that_grants_nothing_says_so() {
    assertThat(Serve.nobody(config(ISSUER)))
        .hasValueSatisfying(it -> assertThat(it).contains("403"));
    assertThat(Serve.nobody(config("identity: {apiTokens: true}\n"))).isPresent();
  }

  @Test
  void a_server_that_somebody_can_use_says_nothing() {
    assertThat(Serve.nobody(config(ISSUER + RIGHTS))).isEmpty();
    assertThat(Serve.nobody(config("identity: {apiTokens: true}\n" + RIGHTS))).isEmpty();
  }
}
