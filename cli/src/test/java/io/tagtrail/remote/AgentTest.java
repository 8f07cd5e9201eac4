package io.tagtrail.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `tagtrail agent --once` between a cluster that answers lists and a real server of Tagtrail.
class AgentTest {
  @TempDir Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer cluster;
  private Place place;
  private String kubeconfig;

  @BeforeEach
  void start() throws IOException {
    place = new Place(folder);
    cluster = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    cluster.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    cluster.createContext("/", this::answer);
    cluster.start();
    kubeconfig = folder.resolve("kubeconfig").toString();
    Files.writeString(
        Path.of(kubeconfig),
        """
        current-context: x
        contexts: [{name: x, context: {cluster: c}}]
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        """
            .formatted(cluster.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    cluster.stop(0);
    place.close();
  }

  private void answer(HttpExchange exchange) throws IOException {
    var uri = exchange.getRequestURI();
    asked.add(exchange.getRequestMethod() + " " + uri.getPath());
    boolean watch = String.valueOf(uri.getQuery()).contains("watch=");
    var item = uri.getPath().endsWith("ocirepositories") ? source() : "";
    var body =
        watch ? "" : "{\"metadata\":{\"resourceVersion\":\"5\"},\"items\":[%s]}".formatted(item);
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, bytes.length == 0 ? -1 : bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  private String source() {
    return """
    {"apiVersion":"source.toolkit.fluxcd.io/v1","kind":"OCIRepository",
     "metadata":{"namespace":"apps","name":"shop","uid":"u","generation":1,"resourceVersion":"4"},
     "spec":{"url":"oci://%s/shop","ref":{"tag":"dev"}},
     "status":{"observedGeneration":1,"artifact":{"revision":"dev@%s"},
       "conditions":[{"type":"Ready","status":"True","reason":"Succeeded"}]}}
    """
        .formatted(place.host(), place.digest(1));
  }

  @Test
  void what_a_cluster_runs_is_known_to_the_server_afterwards() {
    place.run("promote", place.push("shop", 1), "shop/dev").ok();
    var ran = place.run("agent", "--once", "--cluster", "eu-1", "--kubeconfig", kubeconfig);
    ran.ok();
    assertThat(ran.out()).contains("eu-1");
    assertThat(asked).isNotEmpty().allMatch(each -> each.startsWith("GET /apis/"));
    assertThat(place.run("get", "shop/dev", "-o", "json").out()).contains("eu-1");
  }

  @Test
  void it_reports_until_it_is_ended() throws Exception {
    place.run("promote", place.push("shop", 1), "shop/dev").ok();
    var ended = new java.util.concurrent.CompletableFuture<io.tagtrail.cli.world.Ran>();
    var agent =
        Thread.ofPlatform()
            .start(() ->
                ended.complete(
                    place.run(
                        "agent",
                        "--cluster",
                        "eu-2",
                        "--kubeconfig",
                        kubeconfig,
                        "--every",
                        "1s")));
    long until = System.nanoTime() + java.time.Duration.ofSeconds(30).toNanos();
    while (!place.run("get", "shop/dev", "-o", "json").out().contains("eu-2")) {
      assertThat(System.nanoTime()).isLessThan(until);
      Thread.sleep(100);
    }
    agent.interrupt();
    var ran = ended.get(20, java.util.concurrent.TimeUnit.SECONDS);
    ran.ok();
    assertThat(ran.err()).contains("cluster eu-2 is looked at and reported to");
  }

  @Test
  void a_token_that_may_not_report_is_refused_and_what_is_missing_is_said() {
    place.environment.put("TAGTRAIL_TOKEN", place.token(Set.of("read")));
    var refused = place.run("agent", "--once", "--cluster", "eu-1", "--kubeconfig", kubeconfig);
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(place.run("agent", "--once", "--kubeconfig", kubeconfig).err())
        .contains("say what the cluster is called");
    assertThat(place.run("agent", "--once", "--cluster", "eu-1").err()).contains("this is no pod");
    assertThat(
            place
                .run("agent", "--cluster", "eu-1", "--kubeconfig", kubeconfig, "--every", "1h")
                .err())
        .contains("--every is 1s to 2m");
    assertThat(
            place
                .run("agent", "--cluster", "eu-1", "--kubeconfig", kubeconfig, "--context", "no")
                .err())
        .contains("has no context");
  }
}
