package io.tagtrail.peers;

import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoryTest extends RegistryStory {
  @TempDir Path data = Path.of("set by JUnit");
  private EmbeddedRegistry registry;
  private String host;

  @BeforeEach
  void start() {
    registry =
        EmbeddedRegistry.start(data, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    host = registry.host();
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Override
  String host() {
    return host;
  }

  @Override
  void away() {
    registry.close();
  }

  @Override
  void back() {
    int port = Integer.parseInt(host.substring(host.lastIndexOf(':') + 1));
    registry =
        EmbeddedRegistry.start(data, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
  }
}
