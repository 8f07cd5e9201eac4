package io.tagtrail.oci.auth;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// One challenge of a `WWW-Authenticate` header, by RFC 9110, section 11.
///
/// @param scheme in lower case
/// @param parameters by their names in lower case; the first of a name counts
public record Challenge(String scheme, Map<String, String> parameters) {
  private static final int MAX_LENGTH = 8 << 10;
  private static final int MAX_CHALLENGES = 16;

  public Challenge {
    parameters = Map.copyOf(parameters);
  }

  /// All challenges of these headers, in order. What cannot be read ends the reading of that
  /// header: the challenges before it stand.
  public static List<Challenge> parse(List<String> headers) {
    var all = new ArrayList<Challenge>();
    for (var header : headers) {
      if (header.length() <= MAX_LENGTH) {
        new Reader(header).into(all);
      }
    }
    return List.copyOf(all);
  }

  private static final class Reader {
    private final String text;
    private int at;

    Reader(String text) {
      this.text = text;
    }

    void into(List<Challenge> all) {
      while (all.size() < MAX_CHALLENGES) {
        skip(" \t,");
        var scheme = token();
        if (scheme.isEmpty()) {
          return;
        }
        var parameters = new LinkedHashMap<String, String>();
        skip(" \t");
        while (parameter(parameters)) {
          skip(" \t,");
        }
        all.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters));
      }
    }

    /// Reads `name=value`; reads nothing where a name without '=' stands: that is the next scheme.
    private boolean parameter(Map<String, String> parameters) {
      int start = at;
      var name = token();
      skip(" \t");
      if (name.isEmpty() || !consume('=')) {
        at = start;
        return false;
      }
      skip(" \t");
      var value = consume('"') ? quoted() : token();
      // A token68, as in "Negotiate abc==", has no value but more '='.
      skip("=");
      parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
      return true;
    }

    private String quoted() {
      var value = new StringBuilder();
      while (at < text.length()) {
        char c = text.charAt(at++);
        if (c == '"') {
          break;
        }
        if (c == '\\' && at < text.length()) {
          c = text.charAt(at++);
        }
        value.append(c);
      }
      return value.toString();
    }

    private String token() {
      int start = at;
      while (at < text.length() && " \t,=\"".indexOf(text.charAt(at)) < 0) {
        at++;
      }
      return text.substring(start, at);
    }

    private boolean consume(char c) {
      if (at < text.length() && text.charAt(at) == c) {
        at++;
        return true;
      }
      return false;
    }

    private void skip(String these) {
      while (at < text.length() && these.indexOf(text.charAt(at)) >= 0) {
        at++;
      }
    }
  }
}
