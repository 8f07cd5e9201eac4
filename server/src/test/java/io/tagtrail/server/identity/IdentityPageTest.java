package io.tagtrail.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.server.config.ConfigReader;
import io.tagtrail.server.config.IssuerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// docs/identity.md says what the code does.
final class IdentityPageTest {
  private static final Pattern YAML = Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL);
  private static final String REST =
      """
      version: 1
      ledger: ./ledger
      location: registry.example.com/apps/{application}:{environment}
      environments:
        dev: {}
        preprod: {after: [dev]}
        prod: {after: [preprod]}
      applications:
        shop:
      """;

  private final String page = page();

  @Test
  void every_configuration_on_the_page_is_one() {
    List<IssuerConfig> issuers = new ArrayList<>();
    var blocks = YAML.matcher(page);
    while (blocks.find()) {
      var config =
          ConfigReader.parse(Path.of("/etc/tagtrail.yaml"), REST + blocks.group(1), Map.of());
      issuers.addAll(config.identity().issuers());
    }

    assertThat(issuers)
        .extracting(IssuerConfig::name)
        .containsExactly("github", "gitlab", "cluster", "acme", "jenkins");
  }

  @Test
  void the_page_names_every_field_and_every_bound() {
    assertThat(page)
        .contains(ApiTokens.MAX_TTL.toDays() + " days")
        .contains(Sessions.LENGTH.toHours() + " hours")
        .contains(IssuerTimes.DEFAULT.keep().toHours() + " hours")
        .contains(IssuerTimes.DEFAULT.waitAfter().toMinutes() + " minutes")
        .contains(IssuerTimes.DEFAULT.refreshAfter().toMinutes() + " minutes")
        .contains(IssuerTimes.DEFAULT.patience().toSeconds() + " seconds")
        .contains(Web.MAX_BODY / 1024 + " KiB")
        .contains(RawToken.MAX_LENGTH / 1024 + " KiB")
        .contains(SignInFlow.CSRF_HEADER);
    for (var field : IssuerConfig.FIELDS) {
      assertThat(page).contains(field.startsWith("pipeline.") ? field.substring(8) : field);
    }
  }

  private static String page() {
    try {
      return Files.readString(
          Path.of(System.getProperty("tagtrail.root", "..")).resolve("docs/identity.md"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
