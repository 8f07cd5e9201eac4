package io.tagtrail.bench.world;

import io.tagtrail.gateway.embedded.EmbeddedRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The embedded registry in a JVM of its own, which ends when its standard input does: it does not
/// outlive whoever started it.
public final class EmbeddedProcess implements Served {
  static final String NAME = "embedded";

  private final Process process;
  private final String host;

  private EmbeddedProcess(Process process, String host) {
    this.process = process;
    this.host = host;
  }

  /// The child: serves the folder named by its only argument.
  public static void main(String[] args) throws IOException {
    var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try (var registry = EmbeddedRegistry.start(Path.of(args[0]), loopback)) {
      System.out.println(registry.host());
      while (System.in.read() >= 0) {
        // Nothing is expected but the end.
      }
    }
  }

  static EmbeddedProcess start(Path folder) throws IOException {
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    EmbeddedProcess.class.getName(),
                    folder.toString()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    var line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
            .readLine();
    if (line == null) {
      throw new IOException("the embedded registry did not start");
    }
    return new EmbeddedProcess(process, line);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (process.waitFor(10, TimeUnit.SECONDS)) {
        return;
      }
    } catch (IOException e) {
      // It is gone, or will be in a moment.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
  }
}
