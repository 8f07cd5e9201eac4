package io.tagtrail.oci.auth;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.http.Answer;
import io.tagtrail.oci.http.Ask;
import io.tagtrail.oci.http.Failures;
import io.tagtrail.oci.http.Hosts;
import io.tagtrail.oci.http.Wire;
import io.tagtrail.oci.json.Node;
import io.tagtrail.oci.json.NodeReader;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/// Fetches tokens from the service that a challenge names: GET with Basic, or POST with a refresh
/// token (distribution's token and OAuth2 specifications).
///
/// The realm comes from the registry and is not trusted (CVE-2026-33540): nothing is sent to it in
/// the clear, and not to an internal address that the registry itself is not at.
final class TokenClient {
  private static final int MAX_BYTES = 1 << 20;
  private static final long DEFAULT_SECONDS = 60;
  private static final Pattern TOKEN = Pattern.compile("[\\x21-\\x7e]+");

  private final Wire wire;
  private final Hosts hosts;

  TokenClient(Wire wire, Hosts hosts) {
    this.wire = wire;
    this.hosts = hosts;
  }

  /// A token and how long it is good for.
  record Token(String value, Duration life) {
    @Override
    public String toString() {
      return "Token[***, " + life + "]";
    }
  }

  Token fetch(URI registry, Challenge challenge, Scope scope, Login login, Duration deadline) {
    var realm = realm(registry, challenge);
    var service = challenge.parameters().get("service");
    var form = new ArrayList<String>();
    if (service != null) {
      form.add("service=" + encoded(service));
    }
    Ask ask;
    if (login instanceof Login.Identity(var refresh)) {
      form.add("grant_type=refresh_token");
      form.add("client_id=tagtrail");
      form.add("scope=" + encoded(String.join(" ", scope.texts())));
      form.add("refresh_token=" + encoded(refresh));
      var body = String.join("&", form).getBytes(StandardCharsets.UTF_8);
      ask =
          Ask.of("POST", realm, MAX_BYTES, deadline)
              .body("application/x-www-form-urlencoded", body)
              .harmless();
    } else {
      scope.texts().forEach(text -> form.add("scope=" + encoded(text)));
      ask = Ask.of("GET", extended(realm, form), MAX_BYTES, deadline);
      if (login instanceof Login.Basic basic) {
        ask = ask.header("Authorization", basic(basic));
      }
    }
    return token(wire.send(ask));
  }

  static String basic(Login.Basic login) {
    var pair = (login.user() + ":" + login.password()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(pair);
  }

  private URI realm(URI registry, Challenge challenge) {
    var text = challenge.parameters().getOrDefault("realm", "");
    URI realm;
    try {
      realm = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw refused(registry, text, "that is not an address");
    }
    if (realm.getHost() == null || realm.getScheme() == null || realm.getUserInfo() != null) {
      throw refused(registry, text, "that is not an address of a service");
    }
    if (!hosts.mayCarrySecrets(realm, registry)) {
      throw refused(
          registry,
          text,
          "it is not https, so credentials would go over the network in the clear; configure that"
              + " host as http if that is wanted");
    }
    if (!Hosts.mayLead(registry, realm)) {
      throw refused(registry, text, "it is an internal address, and the registry's is not");
    }
    return realm;
  }

  private static RegistryException refused(URI registry, String realm, String why) {
    return new RegistryException(
        Kind.DENIED,
        Applied.NO,
        401,
        "%s sends clients to a token service at '%s': %s. Nothing was sent there."
            .formatted(
                registry.getAuthority(), Text.clipped(realm.replaceAll("[?].*", ""), 200), why),
        null);
  }

  private static URI extended(URI realm, List<String> form) {
    var separator = realm.getRawQuery() == null ? "?" : "&";
    return URI.create(realm + separator + String.join("&", form));
  }

  private static Token token(Answer answer) {
    if (answer.status() != 200) {
      throw Failures.status(answer);
    }
    if (answer.cut()) {
      throw Failures.lying(answer, "the token service answered more than " + MAX_BYTES + " bytes");
    }
    Node json;
    try {
      json = NodeReader.read(answer.body());
    } catch (JsonException e) {
      throw Failures.lying(answer, "the token service's answer is not JSON");
    }
    var value = json.at("token").text();
    if (value == null || value.isEmpty()) {
      value = json.at("access_token").text();
    }
    if (value == null || !TOKEN.matcher(value).matches()) {
      throw Failures.lying(answer, "the token service's answer holds no token");
    }
    var seconds = json.at("expires_in").integer();
    var life = seconds == null || seconds <= 0 ? DEFAULT_SECONDS : Math.min(seconds, 86_400);
    return new Token(value, Duration.ofSeconds(life));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
