package io.tagtrail.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.tagtrail.core.model.InvalidValueException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The way to an issuer.
final class WebTest {
  private static final String PASSWORD = "changeit";
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @TempDir private Path folder = Path.of("");
  private final List<AutoCloseable> opened = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (var each : opened) {
      each.close();
    }
  }

  @Test
  void a_ca_file_is_trusted_instead_of_the_systems() throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        "issuer",
        "-keyalg",
        "EC",
        "-dname",
        "CN=issuer",
        "-ext",
        "SAN=ip:127.0.0.1",
        "-storetype",
        "PKCS12",
        "-keystore",
        "keys.p12");
    keytool("-exportcert", "-rfc", "-alias", "issuer", "-keystore", "keys.p12", "-file", "ca.pem");
    keytool(
        "-genkeypair",
        "-alias",
        "other",
        "-keyalg",
        "EC",
        "-dname",
        "CN=other",
        "-storetype",
        "PKCS12",
        "-keystore",
        "other.p12");
    keytool(
        "-exportcert", "-rfc", "-alias", "other", "-keystore", "other.p12", "-file", "other.pem");
    var https = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(tls()));
    var uri = URI.create("https://127.0.0.1:" + serve(https, ok("{}")) + "/jwks");

    assertThat(web(folder.resolve("ca.pem")).get(uri)).asString().isEqualTo("{}");
    for (var ca : Arrays.asList(folder.resolve("other.pem"), null)) {
      assertThatThrownBy(() -> web(ca).get(uri))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("did not answer");
    }
  }

  @Test
  void a_ca_file_that_is_none_is_refused_at_the_start() throws Exception {
    var empty = Files.writeString(folder.resolve("empty.pem"), "");
    assertThatThrownBy(() -> web(empty)).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> web(folder.resolve("nowhere.pem")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("nowhere.pem");
  }

  @Test
  void a_redirect_is_not_followed() throws Exception {
    var uri =
        plain(exchange -> {
          exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/secret");
          exchange.sendResponseHeaders(302, -1);
          exchange.close();
        });

    assertThatThrownBy(() -> web(null).get(uri)).hasMessageEndingWith("answered 302");
  }

  @Test
  void a_body_that_drips_for_ever_is_cut_off_in_time() throws Exception {
    var uri =
        plain(exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            for (int i = 0; i < 2_000; i++) {
              out.write(' ');
              out.flush();
              Thread.sleep(20);
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    var hasty = new Web(null, Duration.ofMillis(300));
    opened.add(hasty);
    long start = System.nanoTime();

    assertThatThrownBy(() -> hasty.get(uri)).hasMessageContaining("did not answer within 300 ms");
    // The body takes 40 seconds.
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void a_body_has_a_bound_and_at_the_bound_it_is_read() throws Exception {
    var most = plain(ok("x".repeat(Web.MAX_BODY)));
    var more = plain(ok("x".repeat(Web.MAX_BODY + 1)));

    assertThat(web(null).get(most)).hasSize(Web.MAX_BODY);
    assertThatThrownBy(() -> web(null).get(more)).isInstanceOf(IOException.class);
  }

  @Test
  void a_message_does_not_have_the_query() throws Exception {
    var uri =
        URI.create(
            plain(exchange -> {
              exchange.sendResponseHeaders(500, -1);
              exchange.close();
            })
                + "?code=s3cr3t");

    assertThatThrownBy(() -> web(null).get(uri))
        .hasMessageEndingWith("answered 500")
        .hasMessageNotContaining("s3cr3t");
  }

  private Web web(@org.jspecify.annotations.Nullable Path ca) {
    var web = new Web(ca, PATIENCE);
    opened.add(web);
    return web;
  }

  private URI plain(HttpHandler handler) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    return URI.create("http://127.0.0.1:" + serve(server, handler) + "/jwks");
  }

  private int serve(HttpServer server, HttpHandler handler) {
    server.createContext("/", handler);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    opened.add(() -> server.stop(0));
    return server.getAddress().getPort();
  }

  private static HttpHandler ok(String body) {
    return exchange -> {
      try (exchange) {
        TestIssuer.send(exchange, 200, body.getBytes(StandardCharsets.UTF_8));
      }
    };
  }

  private SSLContext tls() throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(folder.resolve("keys.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private void keytool(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD));
    var log = folder.resolve("keytool.log");
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(log)).isZero();
  }
}
