package io.tagtrail.server.retention;

import java.util.List;
import java.util.stream.Collectors;

/// Tags as regular expressions for people to paste.
final class Regexes {
  private Regexes() {}

  /// The tags, their keep-tags and their markers: `(dev|prod)(\.([0-9]+|tagtrail))?`.
  static String kept(List<String> tags) {
    // Nothing else than its dots means anything in a tag.
    return tags.stream()
        .map(tag -> tag.replace(".", "\\."))
        .collect(Collectors.joining("|", "(", ")(\\.([0-9]+|tagtrail))?"));
  }

  /// The same within a text of JSON.
  static String keptInJson(List<String> tags) {
    return kept(tags).replace("\\", "\\\\");
  }
}
