package io.tagtrail.flux.kube;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// A process with little memory outlasts whatever one namespace of a cluster holds.
class SmallHeapTest {
  private static final int TENANT = 40;

  /// Lists what the first argument says in a process of its own.
  public static final class Main {
    public static void main(String[] arguments) throws Exception {
      var access =
          new KubeAccess(
              URI.create(arguments[0]),
              new Trust(null, false, null),
              null,
              Credential.NONE,
              "the test",
              List.of());
      try (var client = KubeClient.open(access)) {
        var listed = (Listing.Objects) client.list(Kind.KUSTOMIZATION);
        System.out.println(
            "%d, and %d left out".formatted(listed.objects().size(), listed.leftOut().size()));
      }
    }
  }

  /// As large as a cluster takes one: names that are all different, under `spec.postBuild`.
  private static void kustomization(BufferedOutputStream out, int number) throws IOException {
    var text = new StringBuilder(2 << 20);
    text.append("{\"metadata\":{\"namespace\":\"tenant\",\"name\":\"k%d\"},".formatted(number));
    text.append("\"spec\":{\"postBuild\":{\"substitute\":{");
    for (int i = 0; i < 80_000; i++) {
      text.append("\"k%dx%d\":\"\",".formatted(number, i));
    }
    text.append("\"end\":\"\"}}}},");
    write(out, text.toString());
  }

  private static void write(BufferedOutputStream out, String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void forty_kustomizations_of_a_megabyte_of_substitutions_are_listed_in_48_mib() throws Exception {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, 0);
          try (var out = new BufferedOutputStream(exchange.getResponseBody())) {
            write(out, "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[");
            for (int i = 0; i < TENANT; i++) {
              kustomization(out, i);
            }
            write(out, "{\"metadata\":{\"namespace\":\"shop\",\"name\":\"web\"}}]}");
          }
        });
    server.start();
    try {
      var process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xmx48m",
                  "-XX:+UseSerialGC",
                  "-XX:+ExitOnOutOfMemoryError",
                  "-cp",
                  System.getProperty("java.class.path"),
                  Main.class.getName(),
                  "http://127.0.0.1:" + server.getAddress().getPort())
              .redirectErrorStream(true)
              .start();
      try (var out = process.inputReader(StandardCharsets.UTF_8)) {
        assertThat(out.readAllAsString().strip()).isEqualTo("41, and 0 left out");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
      } finally {
        process.destroyForcibly();
      }
    } finally {
      server.stop(0);
    }
  }
}
