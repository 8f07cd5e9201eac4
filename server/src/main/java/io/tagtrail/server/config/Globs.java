package io.tagtrail.server.config;

/// Patterns in which `*` stands for any number of any characters.
public final class Globs {
  private Globs() {}

  /// Whether a text is one of the pattern's. Takes time in proportion to the product of the two
  /// lengths at most, whatever the pattern.
  public static boolean matches(String pattern, String text) {
    int p = 0;
    int t = 0;
    int star = -1;
    int mark = 0;
    while (t < text.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = t;
      } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
        p++;
        t++;
      } else if (star >= 0) {
        p = star + 1;
        t = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  /// Whether every text of `narrow` is one of `wide`. Never true where it does not hold; it can be
  /// false of two patterns that only look different.
  public static boolean within(String narrow, String wide) {
    // A star of the narrow pattern, read as a character, is matched by a star of the wide one
    // alone,
    // which then takes whatever stands for it.
    return matches(wide, narrow);
  }
}
