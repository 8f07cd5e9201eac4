package io.tagtrail.flux.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.flux.event.BodySignature;
import io.tagtrail.flux.event.FluxEvent;
import io.tagtrail.flux.kube.RealCluster;
import io.tagtrail.testkit.peers.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real notification-controller, on a real kube-apiserver: its Receivers take our calls, and
/// what it sends us is read.
@Tag("peers")
final class NotificationControllerTest {
  private static final String FLUX = "/apis/notification.toolkit.fluxcd.io/";
  private static final String OCI =
      "/apis/source.toolkit.fluxcd.io/v1/namespaces/apps/ocirepositories";
  private static final String TOKEN = "the-token-of-the-secret";
  private static final Pattern WEBHOOK = Pattern.compile("\"webhookPath\":\"([^\"]+)\"");

  @TempDir Path folder = Path.of("set by JUnit");

  private final Caller caller = new Caller();
  private final int receivers = freePort();
  private final int events = freePort();

  @Test
  void its_receivers_take_our_calls_and_its_events_are_read() throws Exception {
    var peers = Peers.installed();
    try (var cluster = RealCluster.start(peers, Files.createDirectories(folder.resolve("kube")))) {
      install(cluster, peers.need("flux-crds"));
      var process = controller(peers, cluster);
      try {
        receivers(cluster);
        events(cluster);
      } finally {
        process.destroyForcibly().waitFor();
        caller.close();
      }
    }
  }

  private static void install(RealCluster cluster, Path crds) throws Exception {
    for (var kind : List.of("receivers", "providers", "alerts")) {
      cluster.create(
          "/apis/apiextensions.k8s.io/v1/customresourcedefinitions",
          Files.readString(crds.resolve("notification.toolkit.fluxcd.io_" + kind + ".yaml")));
    }
    until(
        "the kinds",
        () ->
            !cluster.read(FLUX + "v1/receivers").isEmpty()
                && !cluster.read(FLUX + "v1beta3/alerts").isEmpty()
                && !cluster.read(FLUX + "v1beta3/providers").isEmpty());
    cluster.create(
        "/api/v1/namespaces/apps/secrets",
        "{apiVersion: v1, kind: Secret, metadata: {name: token}, stringData: {token: %s}}"
            .formatted(TOKEN));
  }

  private Process controller(Peers peers, RealCluster cluster) throws IOException {
    var builder =
        new ProcessBuilder(
                peers.need("notification-controller").toString(),
                "--receiverAddr=127.0.0.1:" + receivers,
                "--events-addr=127.0.0.1:" + events,
                "--metrics-addr=127.0.0.1:0",
                "--health-addr=127.0.0.1:0",
                "--watch-all-namespaces=true",
                "--log-level=debug")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("controller.log").toFile());
    builder.environment().put("KUBECONFIG", cluster.kubeconfig(cluster.admin()).toString());
    builder.environment().put("RUNTIME_NAMESPACE", "apps");
    return builder.start();
  }

  private void receivers(RealCluster cluster) throws Exception {
    for (var name : List.of("shop", "cart")) {
      cluster.create(
          OCI,
          """
          {apiVersion: source.toolkit.fluxcd.io/v1, kind: OCIRepository,
           metadata: {name: %1$s, labels: {nudge: "true"}, annotations: {tagtrail/alias: %1$s/prod}},
           spec: {interval: 1h, url: "oci://registry.example/%1$s", ref: {tag: prod}}}
          """
              .formatted(name));
    }
    var hmac = receiver(cluster, "hmac", "generic-hmac");
    assertThat(caller.call(at(hmac, TOKEN), nudge())).isEqualTo(new Answered.Taken(200));
    until("the annotation", () -> requested(cluster, "shop"));
    assertThat(requested(cluster, "cart")).as("another alias's, by the filter").isFalse();

    assertThat(refused(at(hmac, "another token"), 400)).contains("is not our secret");
    assertThat(refused(at("/hook/" + "0".repeat(64), TOKEN), 404)).contains("webhookPath");
    var generic = receiver(cluster, "generic", "generic");
    var byAddress =
        new Receiver(
            "generic", uri(generic), new Receiver.Proof.ByAddress(), null, Duration.ofSeconds(10));
    assertThat(caller.call(byAddress, nudge())).isEqualTo(new Answered.Taken(200));
    var wide = new byte[(3 << 20) + 1];
    assertThat(((Answered.Refused) caller.call(byAddress, wide)).status()).isEqualTo(413);
  }

  private String refused(Receiver receiver, int status) throws Exception {
    var answered = (Answered.Refused) caller.call(receiver, nudge());
    assertThat(answered.status()).isEqualTo(status);
    return answered.why();
  }

  private static String receiver(RealCluster cluster, String name, String type) throws Exception {
    cluster.create(
        FLUX + "v1/namespaces/apps/receivers",
        """
        apiVersion: notification.toolkit.fluxcd.io/v1
        kind: Receiver
        metadata: {name: %s}
        spec:
          type: %s
          secretRef: {name: token}
          resourceFilter: res.metadata.annotations["tagtrail/alias"] == req.alias
          resources:
            - {apiVersion: source.toolkit.fluxcd.io/v1, kind: OCIRepository, name: "*",
               matchLabels: {nudge: "true"}}
        """
            .formatted(name, type));
    var path = FLUX + "v1/namespaces/apps/receivers/" + name;
    until("the path of " + name, () -> WEBHOOK.matcher(cluster.read(path)).find());
    var found = WEBHOOK.matcher(cluster.read(path));
    assertThat(found.find()).isTrue();
    return found.group(1);
  }

  private static boolean requested(RealCluster cluster, String name) throws Exception {
    return cluster.read(OCI + "/" + name).contains("reconcile.fluxcd.io/requestedAt");
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + receivers + path);
  }

  private Receiver at(String path, String token) {
    var key = token.getBytes(StandardCharsets.UTF_8);
    return new Receiver(
        "hmac", uri(path), new Receiver.Proof.Signature(key), null, Duration.ofSeconds(10));
  }

  private static byte[] nudge() {
    return new Nudge(
            "tagtrail/test",
            7,
            Alias.parse("shop/prod"),
            EventKind.PROMOTION,
            3,
            Location.parse("registry.example/shop:prod"),
            new Descriptor(
                "application/vnd.oci.image.manifest.v1+json", Digest.of(new byte[] {1}), 1),
            null,
            Instant.EPOCH)
        .body();
  }

  private record Sent(byte[] body, String signature) {}

  private void events(RealCluster cluster) throws Exception {
    var heard = new CopyOnWriteArrayList<Sent>();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            heard.add(
                new Sent(
                    exchange.getRequestBody().readAllBytes(),
                    String.valueOf(exchange.getRequestHeaders().getFirst("X-Signature"))));
            exchange.sendResponseHeaders(202, -1);
          }
        });
    server.start();
    try {
      cluster.create(
          FLUX + "v1beta3/namespaces/apps/providers",
          """
          apiVersion: notification.toolkit.fluxcd.io/v1beta3
          kind: Provider
          metadata: {name: tagtrail}
          spec: {type: generic-hmac, address: "http://127.0.0.1:%d/hook", secretRef: {name: token}}
          """
              .formatted(server.getAddress().getPort()));
      cluster.create(
          FLUX + "v1beta3/namespaces/apps/alerts",
          """
          apiVersion: notification.toolkit.fluxcd.io/v1beta3
          kind: Alert
          metadata: {name: tagtrail}
          spec:
            providerRef: {name: tagtrail}
            eventSeverity: info
            eventSources: [{kind: Kustomization, name: "*"}]
            eventMetadata: {cluster: prod-eu}
          """);
      var digest = Digest.of(new byte[] {2});
      int[] n = {0};
      // It hears of the Alert in its own time; an event that repeats within minutes is dropped.
      until(
          "the event",
          () -> {
            post(event(digest, n[0]++));
            Thread.sleep(300);
            return !heard.isEmpty();
          });
      var sent = heard.getFirst();
      assertThat(
              BodySignature.holds(
                  sent.signature(), sent.body(), TOKEN.getBytes(StandardCharsets.UTF_8)))
          .isTrue();
      var event = FluxEvent.read(sent.body());
      assertThat(event.cluster()).isEqualTo("prod-eu");
      assertThat(event.digest()).isEqualTo(digest);
      assertThat(event.kind()).isEqualTo("Kustomization");
      assertThat(event.error()).isTrue();
      assertThat(event.text()).startsWith("HealthCheckFailed: timeout");
      var raw = FluxEvent.read(event(digest, 0).getBytes(StandardCharsets.UTF_8));
      assertThat(raw.digest()).as("the same as the controller sent it").isEqualTo(digest);
    } finally {
      server.stop(0);
    }
  }

  /// As kustomize-controller sends it.
  private static String event(Digest digest, int n) {
    return """
    {"involvedObject":{"kind":"Kustomization","namespace":"apps","name":"web-%d","uid":"%d",
     "apiVersion":"kustomize.toolkit.fluxcd.io/v1"},"severity":"error",
     "timestamp":"2026-08-01T10:00:00Z","reason":"HealthCheckFailed","message":"timeout",
     "metadata":{"kustomize.toolkit.fluxcd.io/revision":"prod@%s"},
     "reportingController":"kustomize-controller","reportingInstance":"kustomize-controller-1"}
    """
        .formatted(n, n, digest);
  }

  private void post(String event) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + events + "/"))
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(event))
              .build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (IOException e) {
      // It does not listen yet.
    }
  }

  private static void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (!condition.call()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError("it did not come: " + what);
      }
      Thread.sleep(100);
    }
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
