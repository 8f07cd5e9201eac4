package io.tagtrail.server.identity;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.tagtrail.server.config.IssuerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A real issuer of OpenID Connect in this process: discovery, keys that rotate, the authorization
/// code flow with PKCE ([TestGrants]), the device flow, refresh. For the tests of any package:
///
/// ```java
/// try (var issuer = TestIssuer.start(InstantSource.system())) {
///   var config = issuer.config("ci", Preset.GITHUB);
///   var bearer = issuer.token(Map.of("sub", "repo:acme/shop:ref:refs/heads/main", …));
/// }
/// ```
public final class TestIssuer implements AutoCloseable {
  public static final String AUDIENCE = "https://tagtrail.example";

  private final HttpServer server;
  private final InstantSource clock;
  private final String path;
  private final List<TestKey> published = new CopyOnWriteArrayList<>();
  private final AtomicInteger jwksRequests = new AtomicInteger();
  private final AtomicInteger discoveryRequests = new AtomicInteger();
  private final TestGrants grants;
  private volatile TestKey current;
  private volatile boolean down;
  private volatile Duration delay = Duration.ZERO;
  private volatile byte @Nullable [] jwksBody;
  private volatile @Nullable String claimedIssuer;
  private volatile @Nullable String claimedJwks;

  private TestIssuer(HttpServer server, InstantSource clock, String path, TestKey first) {
    this.server = server;
    this.clock = clock;
    this.path = path;
    this.current = first;
    this.grants = new TestGrants(this);
    published.add(first);
  }

  public static TestIssuer start(InstantSource clock) {
    return start(clock, "", TestKey.of("key-1", "RS256"));
  }

  /// @param path of the issuer's address, as `/_services/token`
  public static TestIssuer start(InstantSource clock, String path, TestKey first) {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var issuer = new TestIssuer(server, clock, path, first);
      server.createContext("/", issuer::answer);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.start();
      return issuer;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
  }

  /// A configuration that trusts this issuer, for [#AUDIENCE].
  public IssuerConfig config(String name, IssuerConfig.Preset preset) {
    return config(name, preset, false, null, Map.of());
  }

  public IssuerConfig config(
      String name,
      IssuerConfig.Preset preset,
      boolean people,
      @Nullable String groupsClaim,
      Map<String, String> mapping) {
    return new IssuerConfig(
        name,
        uri(),
        List.of(AUDIENCE),
        preset,
        Set.of("RS256", "PS256", "ES256", "EdDSA"),
        IssuerConfig.DEFAULT_SKEW,
        null,
        null,
        mapping,
        people,
        groupsClaim);
  }

  /// The claims that every token has, valid now for five minutes, and these, which win.
  public Map<String, Object> claims(Map<String, Object> more) {
    long now = clock.instant().getEpochSecond();
    var claims = new LinkedHashMap<String, Object>();
    claims.put("iss", uri().toString());
    claims.put("aud", AUDIENCE);
    claims.put("sub", "somebody");
    claims.put("iat", now);
    claims.put("exp", now + 300);
    claims.putAll(more);
    return claims;
  }

  /// A token of this issuer, good but for what the claims make of it.
  public String token(Map<String, Object> claims) {
    return current.sign(header(), StrictJson.write(claims(claims)));
  }

  public Map<String, Object> header() {
    var header = new LinkedHashMap<String, Object>();
    header.put("alg", current.algorithm());
    header.put("kid", current.kid());
    header.put("typ", "JWT");
    return header;
  }

  public TestKey key() {
    return current;
  }

  /// Signs with another key from now on; the old ones stay published.
  public void rotate(TestKey next) {
    published.add(next);
    current = next;
  }

  /// Takes a key back.
  public void retire(TestKey key) {
    published.remove(key);
  }

  /// Signs with a key that is not published.
  public void signWith(TestKey key) {
    current = key;
  }

  /// Cuts every connection.
  public void down(boolean now) {
    down = now;
  }

  /// Answers that much later.
  public void slow(Duration by) {
    delay = by;
  }

  /// Answers with these bytes where the keys should be.
  public void jwksBody(byte @Nullable [] body) {
    jwksBody = body;
  }

  /// Says in discovery that it is somebody else.
  public void claimIssuer(@Nullable String issuer) {
    claimedIssuer = issuer;
  }

  /// Says in discovery that the keys are elsewhere.
  public void claimJwks(@Nullable String uri) {
    claimedJwks = uri;
  }

  public int jwksRequests() {
    return jwksRequests.get();
  }

  public int discoveryRequests() {
    return discoveryRequests.get();
  }

  public TestGrants grants() {
    return grants;
  }

  InstantSource clock() {
    return clock;
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var at = exchange.getRequestURI().getPath();
      at = at.startsWith(path) ? at.substring(path.length()) : "?";
      count(at);
      if (down) {
        return;
      }
      pause();
      switch (at) {
        case "/.well-known/openid-configuration" -> send(exchange, 200, discovery());
        case "/jwks" -> send(exchange, 200, jwks());
        case "/authorize" -> grants.authorize(exchange);
        case "/token" -> grants.token(exchange);
        case "/device" -> grants.device(exchange);
        default -> send(exchange, 404, "{}".getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void count(String at) {
    if (at.equals("/jwks")) {
      jwksRequests.incrementAndGet();
    } else if (at.startsWith("/.well-known")) {
      discoveryRequests.incrementAndGet();
    }
  }

  private void pause() {
    try {
      Thread.sleep(delay);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private byte[] discovery() {
    var here = uri().toString();
    var members = new LinkedHashMap<String, Object>();
    members.put("issuer", claimedIssuer == null ? here : String.valueOf(claimedIssuer));
    members.put("jwks_uri", claimedJwks == null ? here + "/jwks" : String.valueOf(claimedJwks));
    members.put("authorization_endpoint", here + "/authorize");
    members.put("token_endpoint", here + "/token");
    members.put("device_authorization_endpoint", here + "/device");
    return StrictJson.write(members).getBytes(StandardCharsets.UTF_8);
  }

  private byte[] jwks() {
    var instead = jwksBody;
    if (instead != null) {
      return instead;
    }
    return StrictJson.write(Map.of("keys", published.stream().map(TestKey::jwk).toList()))
        .getBytes(StandardCharsets.UTF_8);
  }

  static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }
}
