package io.tagtrail.server.identity;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.config.WebAddresses;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an issuer says of itself (OpenID Connect Discovery 1.0, section 3).
///
/// @param basicAuth whether a client's secret goes into the Authorization header rather than into
///   the form
record Discovery(
    URI jwks,
    @Nullable URI authorization,
    @Nullable URI token,
    @Nullable URI device,
    boolean basicAuth) {
  /// Where an issuer's document is.
  static URI address(URI issuer) {
    return URI.create(
        issuer.toString().replaceFirst("/+$", "") + "/.well-known/openid-configuration");
  }

  /// @throws JsonException if the bytes are not the document of exactly this issuer
  static Discovery parse(URI issuer, byte[] document) {
    var members = StrictJson.object(document);
    if (!issuer.toString().equals(members.get("issuer"))) {
      // Otherwise one host could answer for another.
      throw new JsonException(
          "it says that it is of the issuer '%s'"
              .formatted(Text.clipped(String.valueOf(members.get("issuer")), 200)));
    }
    var jwks = address(issuer, members, "jwks_uri");
    if (jwks == null) {
      throw new JsonException("it has no jwks_uri");
    }
    return new Discovery(
        jwks,
        address(issuer, members, "authorization_endpoint"),
        address(issuer, members, "token_endpoint"),
        address(issuer, members, "device_authorization_endpoint"),
        basic(members.get("token_endpoint_auth_methods_supported")));
  }

  private static boolean basic(@Nullable Object methods) {
    return !(methods instanceof List<?> list)
        || list.contains("client_secret_basic")
        || !list.contains("client_secret_post");
  }

  private static @Nullable URI address(URI issuer, Map<String, Object> members, String name) {
    var value = members.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof String text)) {
      throw new JsonException(name + " is not a text");
    }
    try {
      var uri = WebAddresses.secure(name, URI.create(text));
      if ("http".equals(uri.getScheme()) && !"http".equals(issuer.getScheme())) {
        throw new JsonException(name + " is not at an https address");
      }
      return uri;
    } catch (InvalidValueException e) {
      throw new JsonException(String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new JsonException(name + " is not an address", e);
    }
  }
}
