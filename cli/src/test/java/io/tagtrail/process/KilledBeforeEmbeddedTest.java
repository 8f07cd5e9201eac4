package io.tagtrail.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.Main;
import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KilledBeforeEmbeddedTest extends KilledProcess {
  private static @Nullable EmbeddedRegistry registry;
  private static int runs;

  @BeforeEach
  void start(@TempDir Path data) {
    stop();
    registry =
        EmbeddedRegistry.start(data, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    runs++;
  }

  @AfterAll
  static void stop() {
    if (registry != null) {
      registry.close();
    }
  }

  @Override
  String host() {
    if (registry == null) {
      throw new IllegalStateException("no registry in run " + runs);
    }
    return registry.host();
  }

  @Test
  void a_promotion_that_a_person_interrupts_says_that_it_may_still_land() throws Exception {
    var workshop = new Workshop(folder, host(), 1);
    workshop.push("app0", 1);

    // SIGTERM goes the same way as SIGINT, which is ignored in whatever was started in the
    // background.
    var interrupted =
        Workshop.end(
            workshop.start(
                CrashingMain.class,
                Map.of("CRASH_AT", "AUTHORISED", "CRASH_WITH", "TERM"),
                "promote",
                ":build-1",
                "app0/prod"));

    assertThat(interrupted.exit()).isEqualTo(128 + 15);
    assertThat(interrupted.err()).contains("may have landed or still land", "tagtrail settle");
    assertThat(interrupted.out()).doesNotContain("is now");
  }

  @Test
  void a_promotion_that_ends_by_itself_says_nothing_of_interruptions() throws Exception {
    var workshop = new Workshop(folder, host(), 1);
    workshop.push("app0", 1);

    var done =
        Workshop.end(workshop.start(Main.class, Map.of(), "promote", ":build-1", "app0/prod"));

    assertThat(done.ok().err()).doesNotContain("interrupted");
  }
}
