package io.tagtrail.core.promotion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BundleFactsTest {
  private static final String SOURCE = "org.opencontainers.image.source";

  @ParameterizedTest
  @CsvSource({
    "https://oauth2:s3cret@git.example.com/acme/shop, https://git.example.com/acme/shop",
    "https://s3cret@git.example.com/acme/shop, https://git.example.com/acme/shop",
    "https://a:b@c@git.example.com/acme/shop, https://git.example.com/acme/shop",
    "ssh://git:s3cret@git.example.com/acme, ssh://git.example.com/acme",
    "git@git.example.com:acme/shop, git@git.example.com:acme/shop",
    "https://git.example.com/acme/@shop, https://git.example.com/acme/@shop",
  })
  void a_login_in_the_address_of_the_source_does_not_go_into_the_ledger(
      String annotated, String kept) {
    assertThat(BundleFacts.of(Map.of(SOURCE, annotated)).source().repository()).isEqualTo(kept);
  }

  @Test
  void what_does_not_fit_counts_as_missing() {
    assertThat(BundleFacts.of(Map.of(SOURCE, "x".repeat(5_000))).source().repository()).isNull();
  }
}
