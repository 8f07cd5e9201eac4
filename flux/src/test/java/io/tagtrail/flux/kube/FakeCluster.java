package io.tagtrail.flux.kube;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tagtrail.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/// An API server that can be made to fail in the ways that real ones do. It knows lists in chunks,
/// watches with bookmarks, and nothing of what objects mean.
public final class FakeCluster implements AutoCloseable {
  /// What a request was.
  public record Asked(String method, String path, String query, @Nullable String authorization) {}

  private record Line(String plural, long version, String text) {}

  private final HttpServer server;
  private final Map<String, Map<String, KubeObject>> objects = new HashMap<>();
  private final List<Line> lines = new ArrayList<>();
  private final Set<String> missing = new HashSet<>();
  private final Set<String> forbidden = new HashSet<>();
  private final Set<HttpExchange> watching = new HashSet<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private long version = 100;
  private long compacted;
  private boolean down;
  private boolean silent;
  private @Nullable String token;
  private int answerWith;
  private boolean closed;

  public FakeCluster() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public KubeAccess access() {
    return new KubeAccess(
        uri(), new Trust(null, false, null), null, Credential.NONE, "the fake", List.of());
  }

  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  /// Writes an object; the version is given here.
  public synchronized void put(String plural, Json.Obj json) {
    var object = versioned(json, ++version);
    boolean known = all(plural).put(object.key(), object) != null;
    line(plural, version, known ? "MODIFIED" : "ADDED", object);
  }

  public synchronized void delete(String plural, String key) {
    var gone = all(plural).remove(key);
    if (gone != null) {
      line(plural, ++version, "DELETED", versioned(gone.json(), version));
    }
  }

  /// Sends an event that was never asked for: twice, late, or broken.
  public synchronized void inject(String plural, String type, Json.Obj json, long at) {
    line(plural, version, type, versioned(json, at));
  }

  public synchronized void injectLine(String plural, String text) {
    lines.add(new Line(plural, version, text));
    notifyAll();
  }

  public synchronized long version() {
    return version;
  }

  public synchronized void bookmark(String plural) {
    version++;
    lines.add(
        new Line(
            plural,
            version,
            "{\"type\":\"BOOKMARK\",\"object\":{\"metadata\":{\"resourceVersion\":\"%d\"}}}"
                .formatted(version)));
    notifyAll();
  }

  /// Nothing before now can be had any more.
  public synchronized void compact() {
    compacted = ++version;
    lines.clear();
  }

  public synchronized void missing(String plural, boolean is) {
    set(missing, plural, is);
  }

  public synchronized void forbidden(String plural, boolean is) {
    set(forbidden, plural, is);
  }

  /// No answer at all, and open watches are cut.
  public synchronized void down(boolean is) {
    down = is;
    cut();
  }

  /// Open watches bring nothing and do not end.
  public synchronized void silent(boolean is) {
    silent = is;
    notifyAll();
  }

  public synchronized void cut() {
    for (var exchange : watching) {
      exchange.close();
    }
    watching.clear();
    notifyAll();
  }

  public synchronized int watches() {
    return watching.size();
  }

  public synchronized void needs(@Nullable String bearer) {
    token = bearer;
  }

  /// Every request is answered with that status; 0 for as usual.
  public synchronized void answerWith(int status) {
    answerWith = status;
  }

  private static void set(Set<String> set, String plural, boolean is) {
    if (is) {
      set.add(plural);
    } else {
      set.remove(plural);
    }
  }

  private Map<String, KubeObject> all(String plural) {
    return objects.computeIfAbsent(plural, key -> new TreeMap<>());
  }

  private void line(String plural, long at, String type, KubeObject object) {
    lines.add(
        new Line(
            plural,
            at,
            "{\"type\":\"%s\",\"object\":%s}".formatted(type, object.json().canonical())));
    notifyAll();
  }

  static KubeObject versioned(Json.Obj json, long version) {
    var members = new TreeMap<>(json.members());
    var metadata =
        members.get("metadata") instanceof Json.Obj obj
            ? new TreeMap<>(obj.members())
            : new TreeMap<String, Json>();
    metadata.put("resourceVersion", new Json.Str(String.valueOf(version)));
    members.put("metadata", new Json.Obj(metadata));
    return new KubeObject(new Json.Obj(members));
  }

  private void handle(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    var query = exchange.getRequestURI().getRawQuery();
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    asked.add(
        new Asked(exchange.getRequestMethod(), path, query == null ? "" : query, authorization));
    var plural = path.substring(path.lastIndexOf('/') + 1);
    String problem = null;
    int status = 200;
    synchronized (this) {
      if (down) {
        exchange.close();
        return;
      }
      if (answerWith != 0) {
        status = answerWith;
        problem = "as the test wants it";
      } else if (token != null && !("Bearer " + token).equals(authorization)) {
        status = 401;
        problem = "Unauthorized";
      } else if (missing.contains(plural) || !path.matches(".*/v[12]/.*")) {
        status = 404;
        problem = "the server could not find the requested resource";
      } else if (forbidden.contains(plural)) {
        status = 403;
        problem = "User \"x\" cannot list resource \"%s\"".formatted(plural);
      }
    }
    if (problem != null) {
      answer(exchange, status, status(status, problem));
      return;
    }
    var parameters = parameters(query);
    if (parameters.containsKey("watch")) {
      watch(exchange, plural, Long.parseLong(parameters.getOrDefault("resourceVersion", "0")));
    } else {
      answer(exchange, 200, list(plural, parameters));
    }
  }

  private static String status(int code, String message) {
    return "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"message\":%s,\"code\":%d}"
        .formatted(new Json.Str(message).canonical(), code);
  }

  private synchronized String list(String plural, Map<String, String> parameters) {
    var all = new ArrayList<>(all(plural).values());
    int from = Integer.parseInt(parameters.getOrDefault("continue", "0"));
    int limit = Integer.parseInt(parameters.getOrDefault("limit", "1000"));
    int to = Math.min(all.size(), from + limit);
    var items =
        String.join(
            ",", all.subList(from, to).stream().map(each -> each.json().canonical()).toList());
    var next = to < all.size() ? ",\"continue\":\"%d\"".formatted(to) : "";
    return "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"%d\"%s},\"items\":[%s]}"
        .formatted(version, next, items);
  }

  private void watch(HttpExchange exchange, String plural, long from) throws IOException {
    synchronized (this) {
      if (from < compacted) {
        answer(exchange, 410, status(410, "too old resource version"));
        return;
      }
      watching.add(exchange);
    }
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, 0);
    int next = 0;
    try (var out = exchange.getResponseBody()) {
      out.flush();
      while (true) {
        var send = new StringBuilder();
        synchronized (this) {
          while (watching.contains(exchange) && !closed && (silent || next >= lines.size())) {
            wait();
          }
          if (!watching.contains(exchange) || closed) {
            return;
          }
          next = Math.min(next, lines.size());
          for (; next < lines.size(); next++) {
            var line = lines.get(next);
            if (line.plural().equals(plural) && line.version() > from) {
              send.append(line.text()).append('\n');
            }
          }
        }
        out.write(send.toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      // The client went.
    } finally {
      synchronized (this) {
        watching.remove(exchange);
      }
    }
  }

  private static Map<String, String> parameters(@Nullable String query) {
    var parameters = new HashMap<String, String>();
    if (query != null) {
      for (var each : query.split("&", -1)) {
        int equal = each.indexOf('=');
        if (equal > 0) {
          parameters.put(
              each.substring(0, equal),
              URLDecoder.decode(each.substring(equal + 1), StandardCharsets.UTF_8));
        }
      }
    }
    return parameters;
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    server.stop(0);
  }
}
