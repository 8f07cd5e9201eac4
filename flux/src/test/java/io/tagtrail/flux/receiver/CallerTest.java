package io.tagtrail.flux.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tagtrail.flux.event.BodySignature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CallerTest {
  private static final byte[] KEY = "webhook-token".getBytes(StandardCharsets.UTF_8);
  private static final byte[] BODY = "{\"alias\":\"shop/prod\"}".getBytes(StandardCharsets.UTF_8);

  private final Caller caller = new Caller();
  private final List<Heard> heard = Collections.synchronizedList(new ArrayList<>());
  private final HttpServer server = server();

  private record Heard(
      String method, String path, byte[] body, String signature, String authorization) {}

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @BeforeEach
  void start() {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    caller.close();
    server.stop(0);
  }

  /// `/status/503` answers 503; `/slow` never ends its body.
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      heard.add(
          new Heard(
              exchange.getRequestMethod(),
              path,
              exchange.getRequestBody().readAllBytes(),
              String.valueOf(exchange.getRequestHeaders().getFirst("X-Signature")),
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"))));
      if (path.startsWith("/slow")) {
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().write('x');
        exchange.getResponseBody().flush();
        Thread.sleep(5_000);
        return;
      }
      int status = path.startsWith("/status/") ? Integer.parseInt(path.substring(8)) : 200;
      if (status / 100 == 3) {
        exchange.getResponseHeaders().set("Location", "/elsewhere");
      }
      exchange.sendResponseHeaders(status, -1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Receiver receiver(String path, Receiver.Proof proof) {
    return new Receiver("prod-eu", at(path), proof, null, Duration.ofMillis(1_500));
  }

  private URI at(String path) {
    return URI.create("http://127.0.0.1:%d%s".formatted(server.getAddress().getPort(), path));
  }

  @Test
  void generic_hmac_is_signed_over_the_exact_body() throws Exception {
    var answered = caller.call(receiver("/hook/abc", new Receiver.Proof.Signature(KEY)), BODY);
    assertThat(answered).isEqualTo(new Answered.Taken(200));
    assertThat(heard).hasSize(1);
    var one = heard.getFirst();
    assertThat(one.method()).isEqualTo("POST");
    assertThat(one.body()).isEqualTo(BODY);
    assertThat(BodySignature.holds(one.signature(), one.body(), KEY)).isTrue();
    assertThat(one.authorization()).isEqualTo("null");
  }

  @Test
  void generic_shows_nothing_and_generic_oidc_a_token() throws Exception {
    caller.call(receiver("/hook/abc", new Receiver.Proof.ByAddress()), BODY);
    caller.call(receiver("/hook/abc", new Receiver.Proof.Bearer("eyJ")), BODY);
    assertThat(heard).extracting(Heard::signature).containsExactly("null", "null");
    assertThat(heard).extracting(Heard::authorization).containsExactly("null", "Bearer eyJ");
  }

  @Test
  void what_a_receiver_answers_is_explained_without_its_address() throws Exception {
    for (int status : new int[] {301, 307, 400, 401, 404, 413, 429, 500, 503, 504, 418}) {
      var answered =
          caller.call(receiver("/status/" + status, new Receiver.Proof.Signature(KEY)), BODY);
      assertThat(answered).isInstanceOf(Answered.Refused.class);
      var why = ((Answered.Refused) answered).why();
      assertThat(why).startsWith("prod-eu (http://127.0.0.1:").contains("answered " + status);
      assertThat(why).doesNotContain("/status/").doesNotContain("webhook-token");
    }
    assertThat(heard).as("no redirect is followed").hasSize(11);
  }

  @Test
  void a_wrong_signature_and_a_wrong_path_are_told_apart() throws Exception {
    var proof = new Receiver.Proof.Signature(KEY);
    assertThat(((Answered.Refused) caller.call(receiver("/status/400", proof), BODY)).why())
        .contains("the token of the Receiver's Secret is not our secret");
    assertThat(((Answered.Refused) caller.call(receiver("/status/404", proof), BODY)).why())
        .contains("status.webhookPath");
  }

  @Test
  void nobody_there_and_somebody_who_never_ends_are_away() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var nobody =
        new Receiver(
            "dead",
            URI.create("http://127.0.0.1:" + port + "/secret-path"),
            new Receiver.Proof.ByAddress(),
            null,
            Duration.ofSeconds(2));
    assertThat(caller.call(nobody, BODY))
        .isEqualTo(
            new Answered.Away("dead (http://127.0.0.1:%d) cannot be reached".formatted(port)));
    long begun = System.nanoTime();
    assertThat(caller.call(receiver("/slow", new Receiver.Proof.ByAddress()), BODY))
        .isInstanceOf(Answered.Away.class);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(4));
  }

  @Test
  void a_receiver_never_shows_its_secrets_as_text() {
    var receiver = receiver("/hook/secret", new Receiver.Proof.Signature(KEY));
    assertThat(receiver.toString() + receiver.proof()).doesNotContain("secret", "webhook");
    assertThat(new Receiver.Proof.Bearer("eyJ").toString()).doesNotContain("eyJ");
  }
}
