package io.tagtrail.testkit.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Runs a client as a process: its own empty home, a bound on its time, both of its outputs.
public record Command(int exit, String out, String err) {
  private static final int SECONDS = 60;

  public static Command run(Path home, List<String> command)
      throws IOException, InterruptedException {
    Files.createDirectories(home);
    var out = Files.createTempFile(home, "out", ".txt");
    var err = Files.createTempFile(home, "err", ".txt");
    var builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("HOME", home.toString());
    builder.environment().put("DOCKER_CONFIG", home.resolve("docker").toString());
    var process = builder.start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new IOException("no end after " + SECONDS + " s: " + String.join(" ", command));
    }
    return new Command(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  /// The output of a command that has to succeed.
  public static String ok(Path home, String... command) throws IOException, InterruptedException {
    var done = run(home, List.of(command));
    if (done.exit() != 0) {
      throw new AssertionError(
          "%s ended with %d:%n%s%s"
              .formatted(String.join(" ", command), done.exit(), done.out(), done.err()));
    }
    return done.out();
  }
}
