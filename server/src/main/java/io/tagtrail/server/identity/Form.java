package io.tagtrail.server.identity;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/// Parameters of a query or a form (application/x-www-form-urlencoded).
final class Form {
  private final Map<String, String> fields = new LinkedHashMap<>();

  Form put(String name, String value) {
    fields.put(name, value);
    return this;
  }

  String encoded() {
    var out = new StringBuilder();
    fields.forEach((name, value) -> {
      if (!out.isEmpty()) {
        out.append('&');
      }
      out.append(encode(name)).append('=').append(encode(value));
    });
    return out.toString();
  }

  /// The Authorization header of a client (RFC 6749, section 2.3.1: both parts are form-encoded
  /// first).
  static String basic(String client, String secret) {
    var pair = encode(client) + ":" + encode(secret);
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
