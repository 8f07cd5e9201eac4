package io.tagtrail.process;

import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
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
}
