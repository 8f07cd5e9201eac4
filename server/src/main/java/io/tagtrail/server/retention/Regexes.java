package io.tagtrail.server.retention;

/// Tags as regular expressions for people to paste.
final class Regexes {
  private Regexes() {}

  /// The tag with its dots escaped, twice as JSON wants it: nothing else in a tag means anything.
  static String quoted(String tag) {
    return tag.replace(".", "\\\\.");
  }

  /// The tag with its dots escaped.
  static String plain(String tag) {
    return tag.replace(".", "\\.");
  }
}
