package io.tagtrail.cli.out;

/// How many columns of a terminal a text takes. An upper bound: a combining mark counts as one
/// column, so that a text made of marks alone has an end too, and what some terminals show wide
/// counts as wide.
public final class Columns {
  // First and last code point of what is shown two columns wide (Unicode TR 11, W and F, and
  // emoji), ascending.
  private static final int[] WIDE = {
    0x1100, 0x115F, 0x231A, 0x231B, 0x23E9, 0x23F3, 0x25FD, 0x25FE, 0x2600, 0x27BF, 0x2B1B, 0x2B55,
    0x2E80, 0x303E, 0x3041, 0xA4CF, 0xA960, 0xA97F, 0xAC00, 0xD7A3, 0xF900, 0xFAFF, 0xFE10, 0xFE19,
    0xFE30, 0xFE6F, 0xFF00, 0xFF60, 0xFFE0, 0xFFE6, 0x16FE0, 0x18DFF, 0x1AFF0, 0x1B2FF, 0x1F000,
    0x1FAFF, 0x20000, 0x3FFFD
  };

  private Columns() {}

  public static int of(String text) {
    int columns = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      columns += of(c);
      i += Character.charCount(c);
    }
    return columns;
  }

  static int of(int codePoint) {
    for (int i = 0; i < WIDE.length && codePoint >= WIDE[i]; i += 2) {
      if (codePoint <= WIDE[i + 1]) {
        return 2;
      }
    }
    return 1;
  }

  /// The longest beginning that fits, as an index into the text.
  static int fitting(String text, int columns) {
    int used = 0;
    int i = 0;
    while (i < text.length()) {
      int c = text.codePointAt(i);
      used += of(c);
      if (used > columns) {
        return i;
      }
      i += Character.charCount(c);
    }
    return i;
  }

  /// The text in at most so many columns, with an ellipsis where it was cut.
  public static String clip(String text, int columns) {
    return of(text) <= columns ? text : text.substring(0, fitting(text, columns - 1)) + "…";
  }

  public static String pad(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - of(text)));
  }
}
