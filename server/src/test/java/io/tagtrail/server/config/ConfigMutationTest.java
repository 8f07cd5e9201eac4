package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Text;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.server.contract.Docs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The files of the manual, damaged: whatever comes of it is read whole, or refused in words.
@Timeout(120)
final class ConfigMutationTest {
  private static final int ROUNDS = 1_500;
  private static final int LONGEST = 2_000;

  @Test
  void a_damaged_file_is_read_or_refused_in_words() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("ConfigMutationTest: -Dtagtrail.seed=" + seed);
    var random = new Random(seed);
    var files = List.of(block(0), block(1));
    int read = 0;
    int refused = 0;
    for (int round = 0; round < ROUNDS; round++) {
      var text = damaged(random, files.get(random.nextInt(files.size())));
      try {
        var config = ConfigReader.parse(Yaml.FILE, text, Map.of());
        assertThat(Policy.parse(config.policy().document()).digest())
            .as("seed %d, of\n%s", seed, text)
            .isEqualTo(config.policy().digest());
        read++;
      } catch (ConfigException e) {
        var message = String.valueOf(e.getMessage());
        assertThat(message)
            .as("seed %d, of\n%s", seed, text)
            .contains("tagtrail.yaml")
            .hasSizeLessThan(LONGEST)
            .isEqualTo(Text.printable(message));
        refused++;
      }
    }
    assertThat(read).isGreaterThan(ROUNDS / 50);
    assertThat(refused).isGreaterThan(ROUNDS / 50);
  }

  private static String damaged(Random random, String text) {
    var lines = new ArrayList<>(text.lines().toList());
    for (int i = 1 + random.nextInt(2); i > 0; i--) {
      int at = random.nextInt(lines.size());
      var line = lines.get(at);
      var other = lines.get(random.nextInt(lines.size()));
      switch (random.nextInt(6)) {
        case 0 -> lines.remove(at);
        case 1 -> lines.add(at, other);
        case 2 -> lines.set(at, other);
        case 3 -> lines.set(at, line.replaceFirst("[0-9]+", number(random)));
        case 4 -> lines.set(at, line.replaceFirst("[a-z]+(?=[,}\\]]|$)", word(random)));
        default -> {
          int cut = random.nextInt(line.length() + 1);
          lines.set(at, line.substring(0, cut) + word(random) + line.substring(cut));
        }
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static String number(Random random) {
    return List.of("0", "1", "-1", "16", "9999999999", "+99999", "1.5", "1e9")
        .get(random.nextInt(8));
  }

  private static String word(Random random) {
    return List.of(
            "x",
            "true",
            "null",
            "*",
            "{}",
            "[]",
            "\u202E",
            "..",
            "'",
            "\"",
            ": ",
            "#",
            "&a ",
            "é",
            "0",
            "\u0000",
            "/",
            "a".repeat(300))
        .get(random.nextInt(18));
  }

  private static String block(int number) {
    var manual = Docs.text("configuration.md");
    int start = 0;
    for (int i = 0; i <= number; i++) {
      start = manual.indexOf("```yaml\n", start) + 8;
    }
    return manual.substring(start, manual.indexOf("```", start));
  }
}
