package io.tagtrail.server.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.config.ConfigReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/// `tagtrail.yaml`, which a pull request can change.
final class ConfigFuzz {
  private static final Path FILE = Path.of("/work/tagtrail.yaml");
  // Wide, since a first call loads and instruments classes.
  private static final Duration BOUND = Duration.ofSeconds(30);
  private static final int MAX_LENGTH = 4_000;

  @FuzzTest
  void a_configuration_is_read_or_refused_in_words_and_soon(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    long start = System.nanoTime();
    try {
      var config = ConfigReader.parse(FILE, text, Map.of());
      // The digest names the policy in every decision: there must be one for whatever was accepted.
      assertThat(config.policy().digest()).isEqualTo(config.policy().digest());
      config.locations().forEach((alias, at) -> assertThat(config.location(alias)).isEqualTo(at));
    } catch (ConfigException e) {
      var message = String.valueOf(e.getMessage());
      assertThat(message).startsWith("tagtrail.yaml").hasSizeLessThan(MAX_LENGTH);
      assertThat(Text.printable(message)).isEqualTo(message);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BOUND);
  }
}
