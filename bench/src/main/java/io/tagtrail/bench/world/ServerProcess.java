package io.tagtrail.bench.world;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `tagtrail serve` in a process of its own. It is ended as a service is, by SIGTERM, and with this
/// JVM.
public final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Process process;
  private final Path log;
  private final URI uri;
  private final long readyNanos;
  private final Thread reaper;

  private ServerProcess(Process process, Path log, URI uri, long readyNanos, Thread reaper) {
    this.process = process;
    this.log = log;
    this.uri = uri;
    this.readyNanos = readyNanos;
    this.reaper = reaper;
  }

  /// Starts it and waits until it is ready.
  ///
  /// @param program one of [Programs]
  public static ServerProcess start(List<String> program, ServerHome home)
      throws IOException, InterruptedException {
    var uri = URI.create("http://127.0.0.1:" + home.port());
    var log = Files.createTempFile(home.folder(), "server", ".log");
    var builder =
        new ProcessBuilder(Programs.with(program, "serve", "--config", home.config().toString()))
            .directory(home.folder().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().remove("CI");
    long began = System.nanoTime();
    var process = builder.start();
    var reaper = new Thread(process::destroyForcibly);
    Runtime.getRuntime().addShutdownHook(reaper);
    try (var http = client()) {
      while (!ready(http, uri)) {
        if (!process.isAlive() || System.nanoTime() - began > PATIENCE.toNanos()) {
          process.destroyForcibly();
          throw new IOException("the server did not get ready: " + tail(log));
        }
        Thread.sleep(2);
      }
    }
    return new ServerProcess(process, log, uri, System.nanoTime() - began, reaper);
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private static boolean ready(HttpClient http, URI uri) throws InterruptedException {
    try {
      var request = HttpRequest.newBuilder(uri.resolve("/readyz")).GET().build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      // It does not listen yet.
      return false;
    }
  }

  public URI uri() {
    return uri;
  }

  /// From the start of the process to the first answer that it is ready.
  public long readyNanos() {
    return readyNanos;
  }

  /// What of its memory is in RAM, in bytes, by Linux.
  public long resident() throws IOException {
    return status("VmRSS:");
  }

  /// Of that, what is no file of somebody's: heap, stacks, compiled code, the virtual machine's
  /// own.
  public long anonymous() throws IOException {
    return status("RssAnon:");
  }

  private long status(String field) throws IOException {
    try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      var line = lines.filter(each -> each.startsWith(field)).findFirst().orElseThrow();
      return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
    }
  }

  /// Has it collect its garbage.
  public void collect() throws IOException, InterruptedException {
    var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    var run =
        new ProcessBuilder(jcmd, Long.toString(process.pid()), "GC.run")
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectErrorStream(true)
            .start();
    if (!run.waitFor(30, TimeUnit.SECONDS) || run.exitValue() != 0) {
      throw new IOException("jcmd GC.run failed");
    }
    Thread.sleep(500);
  }

  @Override
  public void close() throws IOException {
    Runtime.getRuntime().removeShutdownHook(reaper);
    process.destroy();
    boolean ended = false;
    try {
      ended = process.waitFor(40, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      process.destroyForcibly();
      throw new IOException("the server did not end when told to: " + tail(log));
    }
  }

  private static String tail(Path log) throws IOException {
    var lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
  }
}
