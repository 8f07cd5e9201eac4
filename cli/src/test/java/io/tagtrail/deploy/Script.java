package io.tagtrail.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs `deploy/tagtrail.sh` as a pipeline would.
final class Script {
  private static final int LIMIT_SECONDS = 60;

  private final Path shell;
  private final Path folder;
  private final Map<String, String> environment = new LinkedHashMap<>();

  Script(Path shell, Path folder) {
    this.shell = shell;
    this.folder = folder;
  }

  /// What a run ended with.
  record Ran(int code, String out, String err) {}

  /// The shells of this machine: at least the one that is `/bin/sh`.
  static Stream<Path> shells() {
    return Stream.of(
            "/bin/sh", "/usr/bin/dash", "/bin/busybox", "/usr/bin/busybox", "/usr/bin/bash")
        .map(Path::of)
        .filter(Files::isExecutable)
        .map(Script::real)
        .distinct();
  }

  Script with(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Ran run(String... arguments) {
    var command = new ArrayList<String>();
    command.add(shell.toString());
    if (shell.endsWith("busybox")) {
      command.add("sh");
    }
    command.add(Deploy.path("tagtrail.sh").toString());
    command.addAll(List.of(arguments));
    try {
      var out = Files.createTempFile(folder, "out", "");
      var err = Files.createTempFile(folder, "err", "");
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      // Nothing of the machine's own: it may be a pipeline itself.
      var path = Objects.requireNonNull(System.getenv("PATH"));
      builder.environment().clear();
      builder.environment().put("PATH", path);
      builder.environment().put("TMPDIR", folder.toString());
      builder.environment().put("TAGTRAIL_CRANE", "");
      builder.environment().putAll(environment);
      var process = builder.start();
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("still running: " + command + "\n" + Files.readString(err));
      }
      return new Ran(process.exitValue(), text(out), text(err));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String text(Path file) throws IOException {
    var text = Files.readString(file, StandardCharsets.UTF_8);
    Files.delete(file);
    return text;
  }

  private static Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
