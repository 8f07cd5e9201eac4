package io.tagtrail.core.model;

import java.nio.charset.StandardCharsets;

/// The bounds of text that comes from outside: every string of an event passes through here, so
/// that an entry is never too wide to record and never able to steer a terminal.
public final class Text {
  private Text() {}

  /// The value itself, if it is well-formed text of 1 to `maxBytes` bytes of UTF-8.
  ///
  /// @throws InvalidValueException naming the field, the bound and what was wrong
  public static String bounded(String field, String value, int maxBytes) {
    var problem = problem(value, maxBytes);
    if (problem != null) {
      throw new InvalidValueException(field + " " + problem);
    }
    return value;
  }

  /// Whether [#bounded] would accept the value.
  public static boolean fits(String value, int maxBytes) {
    return problem(value, maxBytes) == null;
  }

  /// The same text for a terminal or a log: what could move the cursor, hide or reorder is written
  /// as `<U+202E>`.
  public static String printable(String value) {
    var out = new StringBuilder(value.length());
    value
        .codePoints()
        .forEach(c -> {
          if (isHostile(c)) {
            out.append("<U+%04X>".formatted(c));
          } else {
            out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  /// The text cut to at most `maxBytes` bytes of UTF-8, hostile characters written out, an ellipsis
  /// where it was cut.
  public static String clipped(String value, int maxBytes) {
    var safe = printable(value).strip();
    if (safe.getBytes(StandardCharsets.UTF_8).length <= maxBytes) {
      return safe;
    }
    var out = new StringBuilder();
    int used = 3;
    for (int c : safe.codePoints().toArray()) {
      used += Character.toString(c).getBytes(StandardCharsets.UTF_8).length;
      if (used > maxBytes) {
        break;
      }
      out.appendCodePoint(c);
    }
    return out.append('…').toString();
  }

  private static @org.jspecify.annotations.Nullable String problem(String value, int maxBytes) {
    if (value.isBlank()) {
      return "is empty";
    }
    // The cheap bound first: outside text can be megabytes long.
    if (value.length() > maxBytes || value.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
      return "is longer than " + maxBytes + " bytes";
    }
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      if (isHostile(c)) {
        return "holds the character U+%04X at position %d, which is not allowed".formatted(c, i);
      }
      i += Character.charCount(c);
    }
    return null;
  }

  /// Control and format characters, lone surrogates, separators that break lines, and private or
  /// unassigned ones.
  private static boolean isHostile(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }
}
