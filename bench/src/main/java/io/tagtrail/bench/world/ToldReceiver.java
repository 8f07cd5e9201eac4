package io.tagtrail.bench.world;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectView;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A receiver that notes when it was told: the moment that the whole body was there.
public final class ToldReceiver implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Told> told = new ArrayBlockingQueue<>(10_000);

  /// One call.
  ///
  /// @param nanos when, by this virtual machine's own clock
  /// @param sinceEvent from the time that the body names, which has whole milliseconds, by the
  ///   machine's clock
  public record Told(byte[] body, long nanos, Duration sinceEvent) {}

  public ToldReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::hear);
    server.start();
  }

  private void hear(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      long nanos = System.nanoTime();
      var now = Instant.now();
      ObjectView view = JsonReader.object(body);
      told.add(new Told(body, nanos, Duration.between(view.needTime("time"), now)));
      exchange.sendResponseHeaders(200, -1);
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:%d/hook".formatted(server.getAddress().getPort()));
  }

  /// The next call; waits for it.
  public Told next() throws IOException, InterruptedException {
    var next = told.poll(30, TimeUnit.SECONDS);
    if (next == null) {
      throw new IOException("nobody called within 30 s");
    }
    return next;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
