package io.tagtrail.server.http;

import static io.tagtrail.server.http.World.DEV;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever comes, the answer is a problem of the document, nothing is recorded, and the server
/// goes on.
final class BrokenInputTest {
  @TempDir static Path folder = Path.of("set by JUnit");
  private static World world;
  private static String token;
  private static long entries;

  @BeforeAll
  static void start() {
    world =
        new World(
            folder,
            settings ->
                settings.times(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(5)));
    token = world.everything();
    entries = world.entries();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  @AfterEach
  void nothing_was_recorded_and_the_server_goes_on() {
    assertThat(world.entries()).isEqualTo(entries);
    world.nobody().get("/livez").is(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "null",
        "{",
        "{} {}",
        "{\"source\":null}",
        "{\"source\":1.5}",
        "{\"source\":1}",
        "{\"source\":\":a\",\"source\":\":b\"}",
        "{\"source\":\":a\",\"unknown\":1}",
        "{\"source\":\":a\",\"pipeline\":{\"unknown\":1}}",
        "{\"source\":\":a\",\"dryRun\":\"yes\"}",
        "{\"source\":\":a\",\"expect\":\"sha256:1\"}",
        "{\"source\":\":a\",\"mover\":\"a\\u0000b\"}",
        "{\"source\":\"\\ud800\"}",
        "{\"reason\":\"no source\"}"
      })
  void a_body_that_means_nothing_is_refused(String body) {
    assertThat(world.admin().post(DEV + "/promote", body).is(400).problem()).isEqualTo("invalid");
  }

  @Test
  void an_answer_to_a_body_that_nobody_read_says_that_the_connection_ends() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), world.serve().uri().getPort())) {
      socket.setSoTimeout(10_000);
      var head =
          "POST %s/promote HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n".formatted(DEV);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 401").containsIgnoringCase("\r\nConnection: close");
    }
  }

  @Test
  void deep_nesting_is_refused_and_a_body_in_another_encoding_too() {
    world.admin().post(DEV + "/promote", "[".repeat(5_000)).is(400);
    world.admin().post(DEV + "/promote", "{\"a\":".repeat(5_000)).is(400);
    assertThat(raw("POST " + DEV + "/promote", "application/json", new byte[] {'{', (byte) 0xff}))
        .startsWith("HTTP/1.1 400");
    assertThat(
            raw(
                "POST " + DEV + "/promote",
                "application/json",
                "\ufeff{}".getBytes(StandardCharsets.UTF_16)))
        .startsWith("HTTP/1.1 400");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "application/json; charset=iso-8859-1",
        "application/merge-patch+json",
        "json"
      })
  void a_body_of_another_kind_is_415(String type) {
    assertThat(
            world
                .admin()
                .post(DEV + "/promote", "{\"source\":\":a\"}", "Content-Type", type)
                .is(415)
                .problem())
        .isEqualTo("media-type");
  }

  @Test
  void a_body_that_is_too_large_is_413_however_it_is_announced() throws IOException {
    var large = "{\"source\":\"" + "x".repeat(300_000) + "\"}";
    assertThat(world.admin().post(DEV + "/promote", large).is(413).problem())
        .isEqualTo("too-large");
    try (var socket = connect()) {
      send(
          socket,
          "POST %s/promote HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
              .formatted(DEV, token));
      var chunk = "1000\r\n" + "x".repeat(0x1000) + "\r\n";
      for (int i = 0; i < 70; i++) {
        send(socket, chunk);
      }
      assertThat(read(socket)).startsWith("HTTP/1.1 413").contains("too-large");
    }
  }

  @Test
  void unknown_and_repeated_parameters_are_errors() {
    for (var query :
        List.of(
            "?aks=true", "?ask=true&ask=true", "?ask", "?ask=1", "?ask=%zz", "?ask=%ff", "?=1")) {
      assertThat(raw("GET " + DEV + query)).as(query).startsWith("HTTP/1.1 400");
    }
    world.admin().get(DEV + "/history?limit=0").is(400);
    world.admin().get(DEV + "/history?limit=501").is(400);
    world.admin().get(DEV + "/history?before=-1").is(400);
    world.admin().get(DEV + "/history?before=99999999999999999999").is(400);
    world.admin().post(DEV + "/promote?dryRun=true", "{\"source\":\":a\"}").is(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO", "CONNECT"})
  void another_method_is_405_and_says_which_there_are(String method) {
    var answer = raw(method + " " + DEV);
    assertThat(answer).containsPattern("^HTTP/1.1 (405|400)");
    if (!method.equals("CONNECT") && !method.equals("TRACE")) {
      assertThat(answer).startsWith("HTTP/1.1 405").contains("Allow: GET, HEAD");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/aliases/shop%2Fdev",
        "/api/v1/aliases/shop/%64ev",
        "/api/v1/aliases/shop/../shop/dev",
        "/api/v1/aliases/./shop/dev",
        "/api/v1/aliases/shop/dev/",
        "//api/v1/aliases/shop/dev",
        "/api/v1/aliases//shop/dev",
        "/api/v1/aliases/shop/dev;x=1",
        "/api/v1/aliases/shop/%2e%2e/dev",
        "/API/v1/aliases/shop/dev",
        "/api/v1/aliases/shop/dev%00",
        "/api/v1\\aliases\\shop\\dev",
        "/",
        "*"
      })
  void a_path_that_is_none_is_refused_and_never_read_as_another(String path) {
    assertThat(raw("GET " + path))
        .as(path)
        .containsPattern("^HTTP/1.1 (400|404)")
        .contains("application/problem+json");
  }

  @Test
  void what_is_not_http_is_400_with_a_problem_of_its_own() {
    for (var request :
        List.of(
            "GET\r\n\r\n",
            "GET /livez HTTP/1.1\r\n\r\n",
            "GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
            "GET /livez HTTP/1.1\r\nHost: x\r\nX: a\r\n b\r\n\r\n",
            "GET /livez HTTP/1.1\r\nHost: x\r\nX : a\r\n\r\n",
            "GET /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "POST /livez HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "GET /livez HTTP/1.1\r\nHost: x\r\nX-Request-Id: a\u0000b\r\n\r\n")) {
      var answer = bytes(request);
      assertThat(answer).as(request).startsWith("HTTP/1.1 4").doesNotContain("jetty");
      assertThat(answer).as(request).contains("urn:tagtrail:problem:");
    }
    assertThat(bytes("GET /livez HTTP/3.7\r\nHost: x\r\n\r\n")).contains("urn:tagtrail:problem:");
  }

  @Test
  void a_header_that_is_too_large_is_431_and_an_address_that_is_too_long_414() {
    assertThat(bytes("GET /livez HTTP/1.1\r\nHost: x\r\nX: " + "y".repeat(20_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431")
        .contains("headers-too-large");
    assertThat(bytes("GET /livez?" + "y".repeat(20_000) + " HTTP/1.1\r\nHost: x\r\n\r\n"))
        .startsWith("HTTP/1.1 414")
        .contains("uri-too-long");
  }

  @Test
  void a_request_id_cannot_write_a_header_and_a_body_is_no_part_of_a_get() {
    var answer = world.admin().get("/api/v1/head", "X-Request-Id", "a b<script>").is(200);
    assertThat(answer.header("X-Request-Id")).startsWith("api-");
    assertThat(raw("GET /api/v1/head", "application/json", "{}".getBytes(StandardCharsets.UTF_8)))
        .startsWith("HTTP/1.1 400");
  }

  @Test
  void a_header_that_comes_byte_by_byte_ends_the_connection() throws Exception {
    try (var socket = connect()) {
      send(socket, "GET /livez HTTP/1.1\r\nHost: x\r\nX-Slow: ");
      long begun = System.nanoTime();
      boolean ended = false;
      while (!ended && System.nanoTime() - begun < Duration.ofSeconds(30).toNanos()) {
        try {
          send(socket, "y");
          Thread.sleep(200);
          ended = socket.getInputStream().available() > 0;
        } catch (IOException e) {
          ended = true;
        }
      }
      // Jetty's idle timeout alone, 20 s anew with each byte, would never have ended it.
      assertThat(ended).isTrue();
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(18));
    }
  }

  @Test
  void a_body_that_comes_byte_by_byte_is_408() throws Exception {
    try (var socket = connect()) {
      send(
          socket,
          "POST %s/promote HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n"
              .formatted(DEV, token));
      for (int i = 0; i < 100 && socket.getInputStream().available() == 0; i++) {
        send(socket, " ");
        Thread.sleep(200);
      }
      assertThat(read(socket)).startsWith("HTTP/1.1 408").contains("timeout");
    }
  }

  @Test
  void two_authorization_headers_are_an_error() {
    assertThat(
            bytes(
                "GET %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer a\r\nAuthorization: Bearer b\r\nConnection: close\r\n\r\n"
                    .formatted(DEV)))
        .containsPattern("^HTTP/1.1 400");
  }

  private static String raw(String line) {
    return bytes(
        "%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
            .formatted(line, token));
  }

  private static String raw(String line, String type, byte[] body) {
    try (var socket = connect()) {
      send(
          socket,
          "%s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\nConnection: close\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
              .formatted(line, token, type, body.length));
      socket.getOutputStream().write(body);
      return read(socket);
    } catch (IOException e) {
      throw new AssertionError(line, e);
    }
  }

  private static String bytes(String request) {
    try (var socket = connect()) {
      send(socket, request);
      return read(socket);
    } catch (IOException e) {
      throw new AssertionError(request, e);
    }
  }

  private static Socket connect() throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), world.serve().uri().getPort());
    socket.setSoTimeout(30_000);
    return socket;
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
  }

  /// What comes until the end, or for the first answer's worth of bytes.
  private static String read(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    var out = new StringBuilder();
    var buffer = new byte[8_192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        if (out.indexOf("\r\n\r\n") >= 0 && out.toString().endsWith("}")) {
          break;
        }
      }
    } catch (IOException e) {
      if (out.isEmpty()) {
        throw e;
      }
    }
    return out.toString();
  }
}
