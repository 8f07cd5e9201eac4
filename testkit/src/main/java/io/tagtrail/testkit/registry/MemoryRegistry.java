package io.tagtrail.testkit.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.registry.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// A registry in memory behind real HTTP on loopback: what the distribution specification 1.1 asks
/// for, without authentication. With the referrers API or without it, as Debian's registry is.
/// Keeps a list of the requests that it saw, and lets a test answer one in its place.
public final class MemoryRegistry implements AutoCloseable {
  /// Answers a request in the registry's place, or says no by returning false.
  @FunctionalInterface
  public interface Fault {
    boolean handle(HttpExchange exchange) throws IOException;
  }

  private static final Pattern ROUTE =
      Pattern.compile("/v2/(.+?)/(manifests|blobs/uploads|blobs|tags|referrers)/(.*)");

  private final HttpServer server;
  private final boolean referrersApi;
  private final Map<String, MemoryRepository> repositories = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<String> requests = new ConcurrentLinkedQueue<>();
  private volatile Fault fault = exchange -> false;

  private MemoryRegistry(boolean referrersApi) {
    // Without this the JDK's server waits 40 ms for every small answer.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    this.referrersApi = referrersApi;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public static MemoryRegistry withReferrersApi() {
    return new MemoryRegistry(true);
  }

  public static MemoryRegistry withoutReferrersApi() {
    return new MemoryRegistry(false);
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public RawPusher pusher() {
    return new RawPusher(uri());
  }

  /// From now on every request is shown to this first.
  public void fault(Fault next) {
    fault = next;
  }

  /// The requests so far, as `PUT /v2/shop/manifests/prod`, with their queries.
  public List<String> requests() {
    return List.copyOf(requests);
  }

  public void forgetRequests() {
    requests.clear();
  }

  /// Loses a blob or a manifest, as a clean-up does.
  public void lose(String repository, Digest digest) {
    var there = at(repository);
    there.blobs.remove(digest);
    there.manifests.remove(digest);
    there.tags.values().removeIf(digest::equals);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private MemoryRepository at(String repository) {
    return repositories.computeIfAbsent(repository, name -> new MemoryRepository());
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
    try (exchange) {
      if (fault.handle(exchange)) {
        return;
      }
      try {
        answer(new Reply(exchange));
      } catch (JsonException e) {
        new Reply(exchange).error(400, "MANIFEST_INVALID");
      } catch (IllegalArgumentException e) {
        new Reply(exchange).error(400, "UNSUPPORTED");
      }
    }
  }

  private void answer(Reply reply) throws IOException {
    var path = reply.exchange().getRequestURI().getRawPath();
    var route = ROUTE.matcher(path);
    if (path.equals("/v2/")) {
      reply.send(200);
    } else if (route.matches()) {
      route(reply, route.group(1), route.group(2), route.group(3));
    } else {
      reply.error(404, "NOT_FOUND");
    }
  }

  private void route(Reply reply, String name, String kind, String rest) throws IOException {
    switch (kind) {
      case "manifests" -> manifest(reply, at(name), rest);
      case "blobs" -> blob(reply, at(name), Digest.parse(rest));
      case "blobs/uploads" -> upload(reply, name, rest);
      case "tags" -> tags(reply, name);
      default -> {
        if (referrersApi) {
          at(name).referrers(reply, Digest.parse(rest));
        } else {
          reply.error(404, "NOT_FOUND");
        }
      }
    }
  }

  private void manifest(Reply reply, MemoryRepository at, String reference) throws IOException {
    switch (reply.method()) {
      case "GET", "HEAD" -> {
        var found = at.find(reference);
        if (found == null) {
          reply.error(404, "MANIFEST_UNKNOWN");
        } else {
          reply.content(found.descriptor().mediaType(), found.digest(), found.bytes());
        }
      }
      case "PUT" -> {
        var mediaType = reply.requestHeader("Content-Type");
        at.put(reply, reference, Manifest.of(mediaType, reply.requestBody()), referrersApi);
      }
      case "DELETE" -> reply.send(at.delete(reference) ? 202 : 404);
      default -> reply.error(405, "UNSUPPORTED");
    }
  }

  private static void blob(Reply reply, MemoryRepository at, Digest digest) throws IOException {
    var bytes = at.blobs.get(digest);
    if (bytes == null) {
      reply.error(404, "BLOB_UNKNOWN");
    } else if (reply.method().equals("DELETE")) {
      at.blobs.remove(digest);
      reply.send(202);
    } else {
      reply.content("application/octet-stream", digest, bytes);
    }
  }

  private void upload(Reply reply, String name, String session) throws IOException {
    var query = reply.query();
    if (reply.method().equals("POST")) {
      var mount = query.get("mount");
      var from = query.get("from");
      if (mount != null && from != null) {
        var bytes = at(from).blobs.get(Digest.parse(mount));
        if (bytes != null) {
          at(name).blobs.put(Digest.parse(mount), bytes);
          reply.header("Docker-Content-Digest", mount).send(201);
          return;
        }
      }
      var location = "/v2/" + name + "/blobs/uploads/" + UUID.randomUUID() + "?state=secret-state";
      reply.header("Location", location).send(202);
      return;
    }
    var digest = query.get("digest");
    var bytes = reply.requestBody();
    if (!reply.method().equals("PUT") || session.isEmpty()) {
      reply.error(405, "UNSUPPORTED");
    } else if (digest == null || !Digest.parse(digest).matches(bytes)) {
      reply.error(400, "DIGEST_INVALID");
    } else {
      at(name).blobs.put(Digest.parse(digest), bytes);
      reply.header("Docker-Content-Digest", digest).send(201);
    }
  }

  private void tags(Reply reply, String name) throws IOException {
    var there = repositories.get(name);
    if (there == null) {
      reply.error(404, "NAME_UNKNOWN");
      return;
    }
    var query = reply.query();
    var last = query.getOrDefault("last", "");
    var all = new TreeMap<>(there.tags).tailMap(last, false).keySet();
    int n = Integer.parseInt(query.getOrDefault("n", "1000"));
    var page = all.stream().limit(n).toList();
    if (page.size() < all.size()) {
      reply.header(
          "Link",
          "</v2/%s/tags/list?n=%d&last=%s>; rel=\"next\"".formatted(name, n, page.getLast()));
    }
    var json =
        "{\"name\":\"%s\",\"tags\":[%s]}"
            .formatted(
                name, String.join(",", page.stream().map(tag -> "\"" + tag + "\"").toList()));
    reply.body(200, "application/json", json.getBytes(StandardCharsets.UTF_8));
  }
}
