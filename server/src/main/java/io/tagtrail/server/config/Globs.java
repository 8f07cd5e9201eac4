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

  /// Whether some text is of both patterns.
  public static boolean overlap(String one, String other) {
    var reach = new boolean[other.length() + 1];
    reach[0] = true;
    // reach[j]: whether what was read of `one` and the first j of `other` share a text.
    stars(other, reach);
    for (int i = 0; i < one.length(); i++) {
      var next = new boolean[other.length() + 1];
      if (one.charAt(i) == '*') {
        boolean any = false;
        for (int j = 0; j <= other.length(); j++) {
          any |= reach[j];
          next[j] = any;
        }
      } else {
        for (int j = 0; j < other.length(); j++) {
          if (other.charAt(j) == '*') {
            // The star takes this character, and may take more.
            next[j + 1] |= reach[j] || reach[j + 1];
            next[j] |= reach[j];
          } else if (other.charAt(j) == one.charAt(i)) {
            next[j + 1] |= reach[j];
          }
        }
        stars(other, next);
      }
      reach = next;
    }
    return reach[other.length()];
  }

  private static void stars(String pattern, boolean[] reach) {
    for (int j = 0; j < pattern.length(); j++) {
      reach[j + 1] |= reach[j] && pattern.charAt(j) == '*';
    }
  }
}
