package io.tagtrail.oci;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.http.HostSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
  private static final String PASSWORD = "changeit";

  @TempDir static Path folder;

  @BeforeAll
  static void makeCertificate() throws Exception {
    keytool(
        "-genkeypair",
        "-alias",
        "registry",
        "-keyalg",
        "EC",
        "-dname",
        "CN=registry",
        "-ext",
        "SAN=ip:127.0.0.1",
        "-storetype",
        "PKCS12",
        "-keystore",
        "keys.p12");
    keytool(
        "-exportcert", "-rfc", "-alias", "registry", "-keystore", "keys.p12", "-file", "ca.pem");
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
  }

  private static void keytool(String... arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(java.util.List.of(arguments));
    command.addAll(java.util.List.of("-storepass", PASSWORD));
    var process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("keytool.log").toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(folder.resolve("keytool.log"))).isZero();
  }

  private static ScriptServer server() throws Exception {
    var store = KeyStore.getInstance("PKCS12");
    try (var in = Files.newInputStream(folder.resolve("keys.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, PASSWORD.toCharArray());
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    var socket =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return new ScriptServer(
        socket,
        call -> {
          if (call.is("HEAD")) {
            call.answer(200, "", Setup.headers(Setup.BUNDLE));
          } else if (call.is("PUT")) {
            call.answer(201, "");
          }
        });
  }

  private static OciRegistry registry(ScriptServer server, HostSettings settings) {
    return new OciRegistry(Setup.settings().with(server.host(), settings));
  }

  @Test
  void a_registry_whose_certificate_is_in_the_ca_file_is_trusted() throws Exception {
    try (var server = server();
        var registry = registry(server, HostSettings.trusting(folder.resolve("ca.pem")))) {
      assertThat(registry.head(Setup.prodTag(server))).contains(Setup.BUNDLE.descriptor());
      registry.put(Setup.prod(server), Setup.BUNDLE);
      assertThat(server.count("PUT")).isEqualTo(1);
    }
  }

  @Test
  void any_other_is_not_and_nothing_was_sent_to_it() throws Exception {
    for (var settings :
        new HostSettings[] {
          HostSettings.trusting(folder.resolve("other.pem")),
          new HostSettings(HostSettings.Scheme.HTTPS, null)
        }) {
      try (var server = server();
          var registry = registry(server, settings)) {
        var failure = Setup.failure(() -> registry.put(Setup.prod(server), Setup.BUNDLE));
        assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failure.applied()).isEqualTo(Applied.NO);
        assertThat(server.count("PUT")).isZero();
      }
    }
  }

  @Test
  void a_certificate_for_another_name_is_not_trusted() throws Exception {
    try (var server = server()) {
      var host = "localhost:" + server.port();
      var settings = Setup.settings().with(host, HostSettings.trusting(folder.resolve("ca.pem")));
      var reference = io.tagtrail.core.model.Reference.parse(host + "/acme/shop:prod");
      try (var registry = new OciRegistry(settings)) {
        assertThat(Setup.failure(() -> registry.head(reference)).kind())
            .isEqualTo(Kind.UNAVAILABLE);
      }
      assertThat(server.asked()).isEmpty();
    }
  }

  @Test
  void a_file_that_holds_no_certificate_is_named() throws Exception {
    var file = Files.writeString(folder.resolve("none.pem"), "nothing\n");
    try (var server = server();
        var registry = registry(server, HostSettings.trusting(file))) {
      assertThatThrownBy(() -> registry.head(Setup.prodTag(server)))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageContaining("none.pem");
    }
  }
}
