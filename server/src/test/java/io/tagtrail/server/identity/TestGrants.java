package io.tagtrail.server.identity;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The endpoints of [TestIssuer] where people sign in. The person is whoever [#person] says, and
/// says yes at once.
public final class TestGrants {
  public static final String CLIENT = "tagtrail-web";

  private final TestIssuer issuer;
  private final AtomicInteger count = new AtomicInteger();
  private final Map<String, Map<String, String>> codes = new ConcurrentHashMap<>();
  private final Deque<String> deviceAnswers = new ArrayDeque<>();
  private volatile Map<String, Object> person =
      Map.of("sub", "248289761001", "email", "ada@acme.example", "email_verified", true);
  private volatile Map<String, Object> distortion = Map.of();
  private volatile @Nullable String secret;
  private volatile @Nullable URI redirect;
  private volatile @Nullable String refreshToken;

  TestGrants(TestIssuer issuer) {
    this.issuer = issuer;
  }

  /// Who signs in, by the claims of the ID token.
  public void person(Map<String, Object> claims) {
    person = claims;
  }

  /// Claims that the ID token has instead of the right ones.
  public void distort(Map<String, Object> claims) {
    distortion = claims;
  }

  /// The client's secret, and the one redirect address that is registered.
  public void client(@Nullable String clientSecret, URI redirectUri) {
    secret = clientSecret;
    redirect = redirectUri;
  }

  /// What the next questions of a device are answered with, before the token:
  /// `authorization_pending`, `slow_down`, `access_denied`, `expired_token`.
  public synchronized void deviceAnswers(String... errors) {
    deviceAnswers.clear();
    deviceAnswers.addAll(java.util.List.of(errors));
  }

  /// The refresh token that counts now; null for none.
  public @Nullable String refreshToken() {
    return refreshToken;
  }

  public void revokeRefreshToken() {
    refreshToken = null;
  }

  void authorize(HttpExchange exchange) throws IOException {
    var query = params(exchange.getRequestURI().getRawQuery());
    if (!CLIENT.equals(query.get("client_id"))
        || !Objects.equals(String.valueOf(redirect), query.get("redirect_uri"))
        || !"code".equals(query.get("response_type"))
        || !"S256".equals(query.get("code_challenge_method"))) {
      refuse(exchange, 400, "invalid_request");
      return;
    }
    var code = "code-" + count.incrementAndGet();
    codes.put(code, query);
    var to =
        redirect
            + "?code="
            + code
            + "&state="
            + query.get("state")
            + "&iss="
            + java.net.URLEncoder.encode(issuer.uri().toString(), StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Location", to);
    exchange.sendResponseHeaders(302, -1);
  }

  void device(HttpExchange exchange) throws IOException {
    var form = form(exchange);
    if (!CLIENT.equals(form.get("client_id"))) {
      refuse(exchange, 401, "invalid_client");
      return;
    }
    var members = new LinkedHashMap<String, Object>();
    members.put("device_code", "device-" + count.incrementAndGet());
    members.put("user_code", "WDJB-MJHT");
    members.put("verification_uri", issuer.uri() + "/activate");
    members.put("verification_uri_complete", issuer.uri() + "/activate?user_code=WDJB-MJHT");
    members.put("expires_in", 600);
    members.put("interval", 5);
    TestIssuer.send(exchange, 200, bytes(members));
  }

  void token(HttpExchange exchange) throws IOException {
    var form = form(exchange);
    switch (form.getOrDefault("grant_type", "")) {
      case "authorization_code" -> redeem(exchange, form);
      case "refresh_token" -> {
        if (refreshToken != null && Objects.equals(refreshToken, form.get("refresh_token"))) {
          grant(exchange, Map.of());
        } else {
          refuse(exchange, 400, "invalid_grant");
        }
      }
      case "urn:ietf:params:oauth:grant-type:device_code" -> {
        var error = nextDeviceAnswer();
        if (error != null) {
          refuse(exchange, 400, error);
        } else {
          grant(exchange, Map.of());
        }
      }
      default -> refuse(exchange, 400, "unsupported_grant_type");
    }
  }

  private void redeem(HttpExchange exchange, Map<String, String> form) throws IOException {
    // A code counts once.
    var asked = codes.remove(form.getOrDefault("code", ""));
    var expected = secret;
    var authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (expected != null && !Form.basic(CLIENT, expected).equals(authorization)) {
      refuse(exchange, 401, "invalid_client");
    } else if (asked == null
        || !Objects.equals(asked.get("redirect_uri"), form.get("redirect_uri"))
        || !Objects.equals(
            asked.get("code_challenge"),
            Secrets.challenge(form.getOrDefault("code_verifier", "")))) {
      refuse(exchange, 400, "invalid_grant");
    } else {
      grant(exchange, Map.of("nonce", asked.getOrDefault("nonce", "")));
    }
  }

  private void grant(HttpExchange exchange, Map<String, Object> more) throws IOException {
    var claims = new HashMap<String, Object>(person);
    claims.put("aud", CLIENT);
    claims.put("azp", CLIENT);
    claims.putAll(more);
    claims.putAll(distortion);
    refreshToken = "refresh-" + count.incrementAndGet();
    var members = new LinkedHashMap<String, Object>();
    members.put("access_token", "opaque");
    members.put("token_type", "Bearer");
    members.put("refresh_token", String.valueOf(refreshToken));
    members.put("id_token", issuer.token(claims));
    TestIssuer.send(exchange, 200, bytes(members));
  }

  private synchronized @Nullable String nextDeviceAnswer() {
    return deviceAnswers.poll();
  }

  private static void refuse(HttpExchange exchange, int status, String error) throws IOException {
    TestIssuer.send(exchange, status, bytes(Map.of("error", error)));
  }

  private static byte[] bytes(Map<String, Object> members) {
    return StrictJson.write(members).getBytes(StandardCharsets.UTF_8);
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    return params(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  static Map<String, String> params(@Nullable String query) {
    var params = new HashMap<String, String>();
    for (var pair : query == null ? new String[0] : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        params.put(decode(pair.substring(0, equals)), decode(pair.substring(equals + 1)));
      }
    }
    return params;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
