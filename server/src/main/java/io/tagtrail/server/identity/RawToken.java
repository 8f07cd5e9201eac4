package io.tagtrail.server.identity;

import io.tagtrail.core.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A signed token (RFC 7515, compact form) taken apart, of which nothing is verified yet.
///
/// @param algorithm the header's `alg`
/// @param kid the header's key id
/// @param type the header's `typ` in lower case, without `application/`
/// @param signed the bytes that the signature is over
record RawToken(
    String algorithm,
    @Nullable String kid,
    @Nullable String type,
    Map<String, Object> claims,
    byte[] signed,
    byte[] signature) {
  /// Tokens with many groups come near 8 KiB; headers of HTTP servers end there or at 16.
  static final int MAX_LENGTH = 16 * 1024;

  private static final int MAX_KID = 512;
  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_-]+");

  /// What can come of taking a text apart.
  sealed interface Parsed {
    record Token(RawToken token) implements Parsed {}

    /// @param why without any part of the text
    record Malformed(String why) implements Parsed {}
  }

  static Parsed parse(String text) {
    if (text.length() > MAX_LENGTH) {
      return new Parsed.Malformed("the token is longer than " + MAX_LENGTH + " characters");
    }
    var parts = text.split("\\.", -1);
    if (parts.length == 5) {
      return new Parsed.Malformed("the token is encrypted (JWE), which is not accepted");
    }
    if (parts.length == 3 && parts[2].isEmpty()) {
      return new Parsed.Malformed("the token has no signature");
    }
    if (parts.length != 3 || !allBase64(parts)) {
      return new Parsed.Malformed("the credential is neither a JWT nor a token of Tagtrail's own");
    }
    try {
      return taken(
          StrictJson.object(decode(parts[0])),
          StrictJson.object(decode(parts[1])),
          text.substring(0, text.lastIndexOf('.')).getBytes(StandardCharsets.US_ASCII),
          decode(parts[2]));
    } catch (JsonException | IllegalArgumentException e) {
      return new Parsed.Malformed(
          "the token cannot be read: its header or its claims are "
              + (e instanceof JsonException ? e.getMessage() : "not base64url"));
    }
  }

  private static Parsed taken(
      Map<String, Object> header, Map<String, Object> claims, byte[] signed, byte[] signature) {
    // A key that the token brings along proves only that whoever made the token has a key.
    for (var name : new String[] {"jwk", "jku", "x5u", "x5c"}) {
      if (header.containsKey(name)) {
        return new Parsed.Malformed(
            "the token's header has '%s': a token cannot bring its own key".formatted(name));
      }
    }
    for (var name : new String[] {"crit", "b64", "zip", "enc"}) {
      if (header.containsKey(name)) {
        return new Parsed.Malformed(
            "the token's header has '%s', which is not understood here".formatted(name));
      }
    }
    if (!(header.get("alg") instanceof String algorithm)) {
      return new Parsed.Malformed("the token's header has no algorithm (alg)");
    }
    var kid = header.get("kid");
    if (kid != null && !(kid instanceof String id && !id.isEmpty() && id.length() <= MAX_KID)) {
      return new Parsed.Malformed("the token's key id (kid) is not a text of 1 to 512 characters");
    }
    var type = header.get("typ");
    if (type != null && !(type instanceof String)) {
      return new Parsed.Malformed("the token's type (typ) is not a text");
    }
    return new Parsed.Token(
        new RawToken(algorithm, (String) kid, type((String) type), claims, signed, signature));
  }

  private static @Nullable String type(@Nullable String typ) {
    if (typ == null) {
      return null;
    }
    var lower = typ.toLowerCase(Locale.ROOT);
    return lower.startsWith("application/") ? lower.substring("application/".length()) : lower;
  }

  private static boolean allBase64(String[] parts) {
    for (var part : parts) {
      if (!PART.matcher(part).matches()) {
        return false;
      }
    }
    return true;
  }

  private static byte[] decode(String part) {
    return Base64.getUrlDecoder().decode(part);
  }
}
