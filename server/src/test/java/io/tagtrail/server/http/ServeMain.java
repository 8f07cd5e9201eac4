package io.tagtrail.server.http;

import io.tagtrail.server.config.ServerConfig;
import java.nio.file.Path;
import java.util.Map;

/// A server in a process of its own, for tests that kill it. Says where it listens.
public final class ServeMain {
  private ServeMain() {}

  public static void main(String[] args) throws InterruptedException {
    Serve.prepare();
    try (var serve =
        Serve.start(
            Path.of(args[0]),
            Map.of(),
            settings -> settings.listening(new ServerConfig.Listen("127.0.0.1", 0)))) {
      serve.untilStopped(uri -> System.out.println(uri));
    }
  }
}
