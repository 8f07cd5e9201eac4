package io.tagtrail.flux.kube;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.testkit.peers.Command;
import io.tagtrail.testkit.peers.Peers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A real kube-apiserver on a real etcd, with RBAC and Flux's own custom resource definitions. The
/// test plays the controllers: it alone writes, with an administrator's token.
public final class RealCluster implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);
  private static final String ADMIN = "admin-of-the-test";

  private final Path folder;
  private final int port;
  private final List<String> etcd;
  private final List<String> api;
  private final HttpClient client;
  private final List<Process> running = new ArrayList<>();

  private RealCluster(
      Path folder, int port, List<String> etcd, List<String> api, HttpClient client) {
    this.folder = folder;
    this.port = port;
    this.etcd = etcd;
    this.api = api;
    this.client = client;
  }

  public static RealCluster start(Peers peers, Path folder) throws Exception {
    int etcdPort = freePort();
    int peerPort = freePort();
    int port = freePort();
    var etcdUrl = "http://127.0.0.1:" + etcdPort;
    var peerUrl = "http://127.0.0.1:" + peerPort;
    Command.ok(folder, "openssl", "genrsa", "-out", folder.resolve("sa.key").toString(), "2048");
    Files.writeString(folder.resolve("tokens.csv"), ADMIN + ",admin,admin,\"system:masters\"\n");
    var pem = TestKeys.selfSigned(folder, "rsa:2048");
    Files.write(folder.resolve("ca.pem"), pem.certificate());
    var etcd =
        List.of(
            peers.need("etcd").toString(),
            "--data-dir",
            folder.resolve("etcd").toString(),
            "--listen-client-urls",
            etcdUrl,
            "--advertise-client-urls",
            etcdUrl,
            "--listen-peer-urls",
            peerUrl,
            "--initial-advertise-peer-urls",
            peerUrl,
            "--initial-cluster",
            "default=" + peerUrl);
    var api =
        List.of(
            peers.need("kube-apiserver").toString(),
            "--etcd-servers=" + etcdUrl,
            "--bind-address=127.0.0.1",
            "--secure-port=" + port,
            "--tls-cert-file=" + folder.resolve("cert.pem"),
            "--tls-private-key-file=" + folder.resolve("key.pem"),
            "--service-account-issuer=https://cluster.test",
            "--service-account-key-file=" + folder.resolve("sa.key"),
            "--service-account-signing-key-file=" + folder.resolve("sa.key"),
            "--authorization-mode=RBAC",
            "--token-auth-file=" + folder.resolve("tokens.csv"),
            "--service-cluster-ip-range=10.0.0.0/24",
            "--etcd-compaction-interval=0",
            "--min-request-timeout=60");
    var trust = new Trust(Pem.certificates(pem.certificate(), "the test"), false, null);
    var client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(KubeTls.context(trust, null))
            .build();
    var cluster = new RealCluster(folder, port, etcd, api, client);
    try {
      cluster.up();
      cluster.install(peers.need("flux-crds"));
    } catch (Exception | AssertionError e) {
      cluster.close();
      throw e;
    }
    return cluster;
  }

  /// Starts both, and waits until the API server is ready.
  public void up() throws Exception {
    run(etcd, "etcd.log");
    run(api, "api.log");
    await("ready", () -> call("GET", "/readyz", null).statusCode() == 200);
  }

  /// Ends both at once.
  public void down() throws InterruptedException {
    for (var process : running.reversed()) {
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    running.clear();
  }

  private void run(List<String> command, String log) throws IOException {
    running.add(
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(log).toFile()))
            .start());
  }

  private void install(Path crds) throws Exception {
    try (var files = Files.list(crds)) {
      for (var file : files.filter(each -> each.toString().endsWith(".yaml")).sorted().toList()) {
        var name = String.valueOf(file.getFileName());
        if (name.startsWith("source.")
            || name.contains("kustomizations")
            || name.contains("helmreleases")) {
          create("/apis/apiextensions.k8s.io/v1/customresourcedefinitions", Files.readString(file));
        }
      }
    }
    for (var kind : Kind.FLUX) {
      await(
          kind.plural(),
          () -> call("GET", kind.path(kind.versions().getFirst()), null).statusCode() == 200);
    }
    create("/api/v1/namespaces", "{apiVersion: v1, kind: Namespace, metadata: {name: apps}}");
  }

  /// A kubeconfig of the one whose token that is.
  public Path kubeconfig(String token) throws IOException {
    var file = Files.createTempFile(folder, "kubeconfig", ".yaml");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts: [{name: test, context: {cluster: test, user: test}}]
        clusters:
          - {name: test, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}}
        users: [{name: test, user: {token: %s}}]
        """
            .formatted(
                port,
                Base64.getEncoder().encodeToString(Files.readAllBytes(folder.resolve("ca.pem"))),
                token));
    return file;
  }

  public String admin() {
    return ADMIN;
  }

  /// A token of a service account, as a pod gets it.
  public String token(String namespace, String account) throws Exception {
    var answer =
        create(
            "/api/v1/namespaces/%s/serviceaccounts/%s/token".formatted(namespace, account),
            "{apiVersion: authentication.k8s.io/v1, kind: TokenRequest, spec: {}}");
    return String.valueOf(
        new KubeObject(KubeJson.object(answer.getBytes(StandardCharsets.UTF_8)))
            .text("status", "token"));
  }

  /// Creates something from YAML.
  public String create(String path, String yaml) throws Exception {
    var response = call("POST", path, yaml);
    if (response.statusCode() != 201) {
      throw new AssertionError(
          "POST %s: %d %s".formatted(path, response.statusCode(), response.body()));
    }
    return response.body();
  }

  /// Writes an object and then its status, as its controller would.
  public void put(Kind kind, Json.Obj json) throws Exception {
    var object = new KubeObject(json);
    var path = kind.path(kind.versions().getFirst(), object.namespace());
    var one = path + "/" + object.name();
    var there = call("GET", one, null);
    var body = new TreeMap<>(json.members());
    var status = body.remove("status");
    var metadata =
        new ObjectBuilder().put("name", object.name()).put("namespace", object.namespace());
    if (there.statusCode() == 200) {
      var known = new KubeObject(KubeJson.object(there.body().getBytes(StandardCharsets.UTF_8)));
      metadata.put("resourceVersion", known.resourceVersion());
    }
    body.put("metadata", metadata.build());
    var text = new Json.Obj(body).canonical();
    var written = there.statusCode() == 200 ? call("PUT", one, text) : call("POST", path, text);
    if (written.statusCode() / 100 != 2) {
      throw new AssertionError("%s: %d %s".formatted(one, written.statusCode(), written.body()));
    }
    if (status != null) {
      var now = KubeJson.object(written.body().getBytes(StandardCharsets.UTF_8));
      var members = new TreeMap<>(now.members());
      members.put("status", observed(status, new KubeObject(now)));
      var answer = call("PUT", one + "/status", new Json.Obj(members).canonical());
      if (answer.statusCode() != 200) {
        throw new AssertionError(
            "%s/status: %d %s".formatted(one, answer.statusCode(), answer.body()));
      }
    }
  }

  /// The status of a controller that looked at the generation that there is.
  private static Json observed(Json status, KubeObject object) {
    var generation = object.number("metadata", "generation");
    return switch (status) {
      case Json.Obj obj -> {
        var members = new TreeMap<String, Json>();
        obj.members()
            .forEach((name, value) ->
                members.put(
                    name,
                    name.equals("observedGeneration") && generation != null
                        ? new Json.Num(generation)
                        : observed(value, object)));
        yield new Json.Obj(members);
      }
      case Json.Arr arr ->
          new Json.Arr(arr.items().stream().map(each -> observed(each, object)).toList());
      default -> status;
    };
  }

  public void delete(Kind kind, String namespace, String name) throws Exception {
    var path = kind.path(kind.versions().getFirst(), namespace) + "/" + name;
    var response = call("DELETE", path, null);
    if (response.statusCode() / 100 != 2) {
      throw new AssertionError("%s: %d".formatted(path, response.statusCode()));
    }
  }

  /// The answer to a GET of the administrator; empty where there is nothing.
  public String read(String path) throws IOException, InterruptedException {
    var answer = call("GET", path, null);
    return answer.statusCode() == 200 ? answer.body() : "";
  }

  /// What a request of somebody comes to.
  public int status(String token, String method, String path) throws Exception {
    var body = method.equals("GET") || method.equals("DELETE") ? null : "{}";
    return client
        .send(request(token, method, path, body), HttpResponse.BodyHandlers.ofString())
        .statusCode();
  }

  private HttpResponse<String> call(
      String method, String path, @org.jspecify.annotations.Nullable String body)
      throws IOException, InterruptedException {
    return client.send(request(ADMIN, method, path, body), HttpResponse.BodyHandlers.ofString());
  }

  private HttpRequest request(
      String token, String method, String path, @org.jspecify.annotations.Nullable String body) {
    return HttpRequest.newBuilder(URI.create("https://127.0.0.1:" + port + path))
        .method(
            method,
            body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(body))
        .header("Authorization", "Bearer " + token)
        .header(
            "Content-Type",
            method.equals("PATCH") ? "application/merge-patch+json" : "application/yaml")
        .build();
  }

  private interface Ready {
    boolean get() throws IOException, InterruptedException;
  }

  private void await(String what, Ready ready) throws Exception {
    long until = System.nanoTime() + READY.toNanos();
    while (System.nanoTime() < until) {
      if (running.stream().anyMatch(each -> !each.isAlive())) {
        throw new AssertionError("it ended: " + Files.readString(folder.resolve("api.log")));
      }
      try {
        if (ready.get()) {
          return;
        }
      } catch (IOException e) {
        // Not listening yet.
      }
      Thread.sleep(100);
    }
    throw new AssertionError("not within %s: %s".formatted(READY, what));
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    try {
      down();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    client.shutdownNow();
  }
}
