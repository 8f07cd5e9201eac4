package io.tagtrail.core.policy;

/// A pattern for the whole of a text: `*` stands for any characters (none, and `/`, too), `?` for
/// one, everything else for itself.
///
/// Time grows with the pattern's length times the text's at most: both come from outside.
final class Glob {
  private Glob() {}

  static boolean matches(String glob, String text) {
    int g = 0;
    int t = 0;
    int star = -1;
    int resume = 0;
    while (t < text.length()) {
      boolean more = g < glob.length();
      if (more && glob.charAt(g) == '*') {
        star = g++;
        resume = t;
      } else if (more && (glob.charAt(g) == '?' || glob.charAt(g) == text.charAt(t))) {
        g++;
        t++;
      } else if (star >= 0) {
        // The last star takes one more character, and all after it is tried again.
        g = star + 1;
        t = ++resume;
      } else {
        return false;
      }
    }
    while (g < glob.length() && glob.charAt(g) == '*') {
      g++;
    }
    return g == glob.length();
  }
}
