package io.tagtrail.server.identity;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Texts made of claims: `{repository}` stands for the claim, and a text without braces is a
/// claim's name as a whole. A claim inside of another is `outer/inner`; one whose own name has a
/// slash is found by it first.
final class Template {
  private static final Pattern CLAIM = Pattern.compile("\\{([^{}]{1,200})}");

  private Template() {}

  /// The text; null where one of the claims is not there, or is no text, number or flag.
  static @Nullable String fill(String template, Map<String, Object> claims) {
    if (template.indexOf('{') < 0) {
      return text(claims, template);
    }
    var out = new StringBuilder();
    var match = CLAIM.matcher(template);
    while (match.find()) {
      var value = text(claims, match.group(1));
      if (value == null) {
        return null;
      }
      match.appendReplacement(out, java.util.regex.Matcher.quoteReplacement(value));
    }
    return match.appendTail(out).toString();
  }

  /// A claim as text; null where it is not there, is empty, or is a list or an object.
  static @Nullable String text(Map<?, ?> claims, String path) {
    var value = claims.get(path);
    if (value instanceof String text) {
      return text.isBlank() ? null : text;
    }
    if (value instanceof Long || value instanceof Boolean) {
      return value.toString();
    }
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      if (claims.get(path.substring(0, slash)) instanceof Map<?, ?> inner) {
        return text(inner, path.substring(slash + 1));
      }
    }
    return null;
  }
}
