package io.tagtrail.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.server.config.IssuerConfig;
import io.tagtrail.server.config.IssuerConfig.Preset;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which hosts are linked to, by the issuers whose tokens are believed.
final class IssuerPagesTest {
  private static IssuerConfig issuer(String name, Preset preset, String address) {
    return new IssuerConfig(
        name,
        URI.create(address),
        List.of("tagtrail"),
        preset,
        IssuerConfig.DEFAULT_ALGORITHMS,
        IssuerConfig.DEFAULT_SKEW,
        null,
        null,
        Map.of(),
        false,
        null);
  }

  @Test
  void without_issuers_it_is_those_that_everybody_knows() {
    var forges = IssuerPages.forges(List.of());
    assertThat(forges.github()).containsExactly("github.com");
    assertThat(forges.gitlab()).containsExactly("gitlab.com");
  }

  @Test
  void self_hosted_ones_are_those_whose_tokens_are_believed_and_no_other_issuer_is_one() {
    var forges =
        IssuerPages.forges(
            List.of(
                issuer("lab", Preset.GITLAB, "https://gitlab.acme.example/"),
                issuer("hub", Preset.GITHUB, "https://ghe.acme.example/_services/token"),
                issuer("tenant", Preset.GITHUB, "https://token.actions.acme.ghe.com"),
                issuer("own", Preset.GITHUB, "https://elsewhere.example"),
                issuer("people", Preset.OIDC, "https://gitlab.login.example")));
    assertThat(forges.gitlab()).containsExactlyInAnyOrder("gitlab.com", "gitlab.acme.example");
    assertThat(forges.github())
        .containsExactlyInAnyOrder("github.com", "ghe.acme.example", "acme.ghe.com");
  }
}
