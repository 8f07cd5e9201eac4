package io.tagtrail.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/// What a whole process took, its children included, by the shell's `time`.
///
/// @param wall nanoseconds from start to end
/// @param cpu nanoseconds of processor, user and system
public record Cost(long wall, long cpu) {
  private static final Pattern TIMES = Pattern.compile("bench-times ([0-9.]+) ([0-9.]+) ([0-9.]+)");
  private static final int SECONDS = 300;

  /// Runs a command that has to end with one of the exit codes given.
  ///
  /// @param home the folder that it runs in and takes for its home
  public static Cost of(
      Path home, Map<String, String> environment, List<Integer> exits, String... command)
      throws IOException, InterruptedException {
    var shell =
        new ArrayList<>(
            List.of("bash", "-c", "TIMEFORMAT='bench-times %R %U %S'; time \"$@\"", "bench"));
    shell.addAll(List.of(command));
    var out = Files.createTempFile(home, "out", ".txt");
    var err = Files.createTempFile(home, "err", ".txt");
    try {
      var builder =
          new ProcessBuilder(shell)
              .directory(home.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().put("HOME", home.toString());
      builder.environment().putAll(environment);
      builder.environment().remove("CI");
      var process = builder.start();
      if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new IOException("no end after " + SECONDS + " s: " + String.join(" ", command));
      }
      var said = Files.readString(err, StandardCharsets.UTF_8);
      if (!exits.contains(process.exitValue())) {
        throw new IOException(
            "%s ended with %d:%n%s%s"
                .formatted(
                    String.join(" ", command), process.exitValue(), Files.readString(out), said));
      }
      var times = TIMES.matcher(said);
      if (!times.find()) {
        throw new IOException("no times of " + String.join(" ", command) + ": " + said);
      }
      return new Cost(nanos(times.group(1)), nanos(times.group(2)) + nanos(times.group(3)));
    } finally {
      Files.delete(out);
      Files.delete(err);
    }
  }

  private static long nanos(String seconds) {
    return Math.round(Double.parseDouble(seconds) * 1e9);
  }
}
