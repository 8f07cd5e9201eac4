package io.tagtrail.gateway.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The registry in a process of its own: to be killed, or to be kept short of memory.
record ChildRegistry(Process process, URI uri) implements AutoCloseable {
  public static void main(String[] args) throws InterruptedException {
    try {
      var registry = EmbeddedRegistry.start(Path.of(args[0]), RegistryTest.loopback());
      System.out.println(registry.uri());
      registry.join();
    } catch (EmbeddedRegistryException e) {
      System.out.println(e.getMessage());
      System.exit(3);
    }
  }

  static ChildRegistry start(Path folder, String... options) throws IOException {
    var process = launch(folder, options);
    var line = firstLine(process);
    if (!line.startsWith("http://")) {
      process.destroyForcibly();
      throw new AssertionError("the registry did not start: " + line);
    }
    return new ChildRegistry(process, URI.create(line));
  }

  static Process launch(Path folder, String... options) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            ChildRegistry.class.getName(),
            folder.toString()));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /// The address, or why there is none.
  static String firstLine(Process process) throws IOException {
    var line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
    return line == null ? "nothing was said" : line;
  }

  /// `kill -9`.
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
