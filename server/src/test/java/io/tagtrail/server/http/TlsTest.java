package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// TLS with certificates that change while the server runs.
final class TlsTest {
  @TempDir Path folder = Path.of("set by JUnit");

  @Test
  void a_changed_certificate_is_used_and_a_broken_one_leaves_the_old_one() throws Exception {
    var cert = folder.resolve("tls.crt");
    var key = folder.resolve("tls.key");
    make("one", "EC", cert, key);
    try (var world = new World(folder.resolve("world"), settings -> settings.tls(cert, key))) {
      assertThat(subject(world)).isEqualTo("CN=one");
      assertThat(world.serve().uri().getScheme()).isEqualTo("https");

      Files.writeString(key, "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
      Waiting.until(
          "the refusal",
          () ->
              metrics(world)
                  .contains("tagtrail_reloads_total{result=\"refused\",what=\"certificate\"}"));
      assertThat(subject(world)).isEqualTo("CN=one");

      make("two", "RSA", cert, key);
      Waiting.until("the new certificate", () -> subject(world).equals("CN=two"));
    }
  }

  private static String metrics(World world) {
    return new String(world.serve().metricsText(), java.nio.charset.StandardCharsets.UTF_8);
  }

  @Test
  void a_key_of_another_certificate_is_refused_at_the_start() throws Exception {
    var cert = folder.resolve("tls.crt");
    var key = folder.resolve("tls.key");
    make("one", "EC", cert, key);
    make("two", "EC", folder.resolve("other.crt"), key);
    var world = folder.resolve("world");
    assertThatThrownBy(() -> new World(world, settings -> settings.tls(cert, key)).close())
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("is not that of the first certificate");
  }

  @SuppressWarnings("InsecureCryptoUsage")
  private static String subject(World world) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anything()}, new SecureRandom());
      try (var socket =
          (SSLSocket)
              context
                  .getSocketFactory()
                  .createSocket(InetAddress.getLoopbackAddress(), world.serve().uri().getPort())) {
        socket.setSoTimeout(20_000);
        socket.startHandshake();
        var certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return certificate.getSubjectX500Principal().getName();
      }
    } catch (java.security.GeneralSecurityException | IOException e) {
      throw new AssertionError(e);
    }
  }

  /// A self-signed certificate, by the JDK's own tool.
  private void make(String name, String algorithm, Path cert, Path key) throws Exception {
    var store = folder.resolve(name + algorithm + ".p12");
    Files.deleteIfExists(store);
    var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var made =
        new ProcessBuilder(
                List.of(
                    tool,
                    "-genkeypair",
                    "-alias",
                    "a",
                    "-keyalg",
                    algorithm,
                    "-dname",
                    "CN=" + name,
                    "-validity",
                    "2",
                    "-storetype",
                    "PKCS12",
                    "-keystore",
                    store.toString(),
                    "-storepass",
                    "secret",
                    "-ext",
                    "san=ip:127.0.0.1"))
            .redirectErrorStream(true)
            .start();
    var said =
        new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(made.waitFor()).as(said).isZero();
    var opened = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
    write(cert, "CERTIFICATE", Objects.requireNonNull(opened.getCertificate("a")).getEncoded());
    write(
        key,
        "PRIVATE KEY",
        ((PrivateKey) Objects.requireNonNull(opened.getKey("a", "secret".toCharArray())))
            .getEncoded());
  }

  private static void write(Path file, String what, byte[] der) throws IOException {
    var next = file.resolveSibling(file.getFileName() + ".next");
    Files.writeString(
        next,
        "-----BEGIN %s-----\n%s\n-----END %s-----\n"
            .formatted(what, Base64.getMimeEncoder().encodeToString(der), what));
    Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// The test looks at the certificate itself.
  private static final class Anything implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
