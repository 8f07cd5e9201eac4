package io.tagtrail.server.http.metric;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// The machine's side: memory, processor time, collections.
final class JvmMetrics {
  private static final Path STATM = Path.of("/proc/self/statm");
  private static final long PAGE = 4_096;

  private JvmMetrics() {}

  static void register(Metrics metrics) {
    var memory = ManagementFactory.getMemoryMXBean();
    var runtime = ManagementFactory.getRuntimeMXBean();
    metrics.gauge(
        "jvm_heap_used_bytes", "Heap in use.", () -> memory.getHeapMemoryUsage().getUsed());
    metrics.gauge(
        "jvm_heap_committed_bytes",
        "Heap that the JVM holds.",
        () -> memory.getHeapMemoryUsage().getCommitted());
    metrics.gauge(
        "jvm_threads",
        "Platform threads.",
        () -> ManagementFactory.getThreadMXBean().getThreadCount());
    metrics.gauge(
        "process_start_time_seconds",
        "When the process started, in seconds since 1970.",
        () -> runtime.getStartTime() / 1_000.0);
    metrics.gauge(
        "process_resident_memory_bytes",
        "Resident memory; NaN where the system does not say.",
        JvmMetrics::resident);
    metrics.counter(
        "process_cpu_seconds",
        "Processor time.",
        () ->
            ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(d -> d.toNanos() / 1e9)
                .orElse(0d));
    metrics.counter(
        "jvm_gc_seconds",
        "Time in garbage collections.",
        () ->
            ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToDouble(gc -> Math.max(0, gc.getCollectionTime()) / 1_000.0)
                .sum());
  }

  private static double resident() {
    try {
      var fields = Files.readString(STATM).split(" ", -1);
      return Long.parseLong(fields[1]) * (double) PAGE;
    } catch (IOException | NumberFormatException e) {
      // Not Linux: there is nothing to say, and nothing wrong.
      return Double.NaN;
    }
  }
}
