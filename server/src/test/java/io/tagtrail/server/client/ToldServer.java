package io.tagtrail.server.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/// A server that answers as it is told, one answer after another, and keeps what it was asked.
final class ToldServer implements AutoCloseable {
  /// @param status 0 cuts the connection instead of answering
  record Told(int status, String body) {}

  private final HttpServer server;
  private final Deque<Told> answers = new ArrayDeque<>();

  /// Method, path and token of every request.
  final List<String> asked = Collections.synchronizedList(new ArrayList<>());

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
    answers.add(new Told(status, body));
    return this;
  }

  ToldServer problem(int status, String slug, String more) {
    return then(
        status,
        "{\"type\":\"urn:tagtrail:problem:%s\",\"detail\":\"why not\"%s}".formatted(slug, more));
  }

  String uri() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  ServerAddress address() {
    return ServerAddress.parse(uri(), false);
  }

  private void answer(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    asked.add(
        exchange.getRequestMethod()
            + " "
            + exchange.getRequestURI()
            + " "
            + exchange.getRequestHeaders().getFirst("Authorization"));
    var told = answers.poll();
    if (told == null || told.status() == 0) {
      // Closing without a status cuts the connection.
      exchange.close();
      return;
    }
    var bytes = told.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(told.status(), bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
