package io.tagtrail.server.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/// A token that comes as the password of Basic: for callers that know nothing else, on those routes
/// alone that say so. A browser sends such a password by itself to wherever it was asked for one;
/// no answer here asks for one.
final class BasicToken {
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/=-]+");

  private BasicToken() {}

  /// The same credentials with the password as the bearer token; unchanged where they are of
  /// another form.
  static Gate.Credentials asBearer(Gate.Credentials credentials) {
    var header = credentials.authorization();
    if (header == null || !header.toLowerCase(Locale.ROOT).startsWith("basic ")) {
      return credentials;
    }
    try {
      var bytes = Base64.getDecoder().decode(header.substring("basic ".length()).strip());
      var text = new String(bytes, StandardCharsets.UTF_8);
      var password = text.substring(text.indexOf(':') + 1);
      return TOKEN.matcher(password).matches()
          ? new Gate.Credentials("Bearer " + password, null)
          : credentials;
    } catch (IllegalArgumentException e) {
      return credentials;
    }
  }
}
