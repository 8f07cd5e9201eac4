package io.tagtrail.bench.world;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// Requests of nobody, as many as there are connections at once, each as soon as the one before is
/// answered: without a token, with garbage, with a token that says it needs no signature, with a
/// forged signature; to read, to promote, to routes that are not there.
///
/// Plain sockets, so that the strangers themselves take little of the machine.
public final class Strangers {
  private final URI server;
  private final List<byte[]> requests;

  /// @param token a good one, from which bad ones are made
  public Strangers(URI server, String token) {
    this.server = server;
    var forged = token.substring(0, token.length() - 40) + "A".repeat(40);
    var unsigned =
        text("{\"alg\":\"none\"}")
            + token.substring(token.indexOf('.'), token.lastIndexOf('.') + 1);
    requests =
        List.of(
            request("GET", "/api/v1/aliases/app-0/prod", null),
            request("POST", "/api/v1/aliases/app-0/prod/promote", null),
            request("GET", "/api/v1/entries", "Bearer garbage"),
            request("POST", "/api/v1/aliases/app-0/prod/promote", "Bearer " + forged),
            request("POST", "/api/v1/aliases/app-0/prod/promote", "Bearer " + unsigned),
            request("GET", "/no/such/route", null),
            request("POST", "/api/v1/aliases/nothing/prod/rollback", "Basic YWRtaW46YWRtaW4="));
  }

  private static String text(String json) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(json.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] request(
      String method, String path, @org.jspecify.annotations.Nullable String who) {
    var body = method.equals("POST") ? "{\"source\":\"@sha256:" + "0".repeat(64) + "\"}" : "";
    return "%s %s HTTP/1.1\r\nHost: %s\r\n%s%s\r\n%s"
        .formatted(
            method,
            path,
            server.getAuthority(),
            who == null ? "" : "Authorization: " + who + "\r\n",
            body.isEmpty()
                ? ""
                : "Content-Type: application/json\r\nContent-Length: %d\r\n"
                    .formatted(body.length()),
            body)
        .getBytes(StandardCharsets.US_ASCII);
  }

  /// Sends as many requests in all.
  ///
  /// @return how often which status was answered
  public Map<Integer, Long> send(int connections, long requests) throws Exception {
    var left = new AtomicLong(requests);
    var sum = new TreeMap<Integer, Long>();
    try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
      var running = new ArrayList<Future<Map<Integer, Long>>>();
      for (int i = 0; i < connections; i++) {
        running.add(threads.submit(() -> one(left)));
      }
      for (var each : running) {
        each.get().forEach((status, times) -> sum.merge(status, times, Long::sum));
      }
    }
    return sum;
  }

  private Map<Integer, Long> one(AtomicLong left) throws IOException {
    var statuses = new TreeMap<Integer, Long>();
    for (long number = left.getAndDecrement(); number > 0; ) {
      try (var socket = new Socket(server.getHost(), server.getPort())) {
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        var in = new BufferedInputStream(socket.getInputStream());
        boolean open = true;
        while (open && number > 0) {
          socket.getOutputStream().write(requests.get((int) (number % requests.size())));
          var answer = Answer.read(in);
          statuses.merge(answer.status, 1L, Long::sum);
          open = !answer.last;
          number = left.getAndDecrement();
        }
      }
    }
    return statuses;
  }

  /// @param last whether the server closes the connection after it
  private record Answer(int status, boolean last) {
    static Answer read(InputStream in) throws IOException {
      var line = line(in);
      int status = Integer.parseInt(line.split(" ", 3)[1]);
      long length = 0;
      boolean last = false;
      for (var header = line(in); !header.isEmpty(); header = line(in)) {
        var lower = header.toLowerCase(java.util.Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Long.parseLong(lower.substring(15).strip());
        }
        last |= lower.startsWith("connection:") && lower.contains("close");
      }
      in.skipNBytes(length);
      return new Answer(status, last);
    }

    private static String line(InputStream in) throws IOException {
      var line = new StringBuilder();
      for (int next = in.read(); next != '\n'; next = in.read()) {
        if (next < 0) {
          throw new IOException("the connection ended within an answer");
        }
        if (next != '\r') {
          line.append((char) next);
        }
      }
      return line.toString();
    }
  }
}
