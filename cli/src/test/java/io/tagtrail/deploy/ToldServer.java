package io.tagtrail.deploy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A server that answers what it was told to, in order, and keeps what it was asked.
final class ToldServer implements AutoCloseable {
  private final HttpServer server;
  private final Queue<Answer> answers = new ArrayDeque<>();
  final List<Asked> asked = new CopyOnWriteArrayList<>();

  record Answer(int status, String body, Map<String, String> headers) {}

  record Asked(String method, String target, Map<String, List<String>> headers, String body) {
    @Nullable String header(String name) {
      var values = headers.get(name);
      return values == null ? null : values.getFirst();
    }
  }

  ToldServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  ToldServer then(int status, String body) {
    answers.add(new Answer(status, body, Map.of()));
    return this;
  }

  ToldServer then(int status, String body, Map<String, String> headers) {
    answers.add(new Answer(status, body, headers));
    return this;
  }

  ToldServer problem(int status, String slug, String more) {
    return then(
        status,
        "{\"detail\":\"why it is so\",\"status\":%d,\"title\":\"Title\",\"type\":\"urn:tagtrail:problem:%s\"%s}"
            .formatted(status, slug, more));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(
        new Asked(
            exchange.getRequestMethod(),
            exchange.getRequestURI().toString(),
            Map.copyOf(exchange.getRequestHeaders()),
            body));
    Answer next;
    synchronized (answers) {
      next = answers.poll();
    }
    if (next == null) {
      next = new Answer(599, "{}", Map.of());
    }
    next.headers().forEach(exchange.getResponseHeaders()::set);
    var bytes = next.body().getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(next.status(), head || bytes.length == 0 ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
