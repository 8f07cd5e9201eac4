package io.tagtrail.oci.http;

import io.tagtrail.core.model.Text;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Keeps secrets out of messages. A registry can put anything into an error body, what it was sent
/// included.
public final class Redaction {
  // None of these may try one place twice over: the text is the registry's, and 8 KiB of it are
  // enough to make a careless
  // pattern run for hours or out of stack.
  private static final Pattern JWT = Pattern.compile("eyJ[A-Za-z0-9_-]++[.A-Za-z0-9_=-]*+");
  private static final Pattern SCHEME =
      Pattern.compile("(?i)\\b(bearer|basic)\\s+(?!realm)[^\\s\"',;]+");
  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)((?<![a-z_-])"
              + "(?=[a-z_-]*(?:token|password|passwd|secret|signature|authorization|credential))"
              + "[a-z_-]++[\"']?\\s*+[:=]\\s*+)[^\\s,;]+");
  private static final Pattern QUERY = Pattern.compile("\\?[^\\s\"']+");
  private static final int SHORTEST_SECRET = 4;

  private Redaction() {}

  /// The address without user, query and fragment, clipped.
  public static String url(URI uri) {
    var host = uri.getHost() == null ? "?" : uri.getHost();
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    var path = uri.getRawPath() == null ? "" : uri.getRawPath();
    return Text.clipped(uri.getScheme() + "://" + host + port + path, 400);
  }

  /// The text without what looks like a secret and without what was sent as one.
  ///
  /// @param authorization the Authorization header that went with the request
  public static String text(String text, @Nullable String authorization) {
    var safe = text;
    if (authorization != null) {
      int space = authorization.indexOf(' ');
      var value = authorization.substring(space + 1);
      safe = without(safe, value);
      if (authorization.toLowerCase(Locale.ROOT).startsWith("basic ")) {
        var pair = new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8);
        safe = without(safe, pair.substring(pair.indexOf(':') + 1));
      }
    }
    safe = JWT.matcher(safe).replaceAll("***");
    safe = QUERY.matcher(safe).replaceAll("?***");
    safe = SCHEME.matcher(safe).replaceAll("$1 ***");
    safe = NAMED.matcher(safe).replaceAll("$1***");
    return safe;
  }

  private static String without(String text, String secret) {
    return secret.length() < SHORTEST_SECRET ? text : text.replace(secret, "***");
  }
}
