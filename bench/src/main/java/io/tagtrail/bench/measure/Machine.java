package io.tagtrail.bench.measure;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// What the figures were measured on.
public final class Machine {
  private Machine() {}

  public static String facts(Path work) {
    return "%d cores, %s, %d GiB, JDK %s, %s %s, files on %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            processor(),
            memory() >> 30,
            Runtime.version(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            fileSystem(work));
  }

  /// How much else runs: processes that want a core, on average over the last minute.
  public static String load() {
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.1f", load);
  }

  private static long memory() {
    return ManagementFactory.getOperatingSystemMXBean()
            instanceof com.sun.management.OperatingSystemMXBean machine
        ? machine.getTotalMemorySize()
        : 0;
  }

  private static String processor() {
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown processor");
    } catch (IOException e) {
      return "unknown processor";
    }
  }

  private static String fileSystem(Path work) {
    try {
      return Files.getFileStore(work).type();
    } catch (IOException e) {
      return "an unknown file system";
    }
  }
}
