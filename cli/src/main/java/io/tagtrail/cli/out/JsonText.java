package io.tagtrail.cli.out;

import io.tagtrail.core.json.Json;

/// JSON for people and programs: indented, members in order of name, and in ASCII where a character
/// could do harm to a terminal. The value that a reader gets is exact.
public final class JsonText {
  private JsonText() {}

  public static String of(Json json) {
    var out = new StringBuilder();
    write(json, 0, out);
    return out.append('\n').toString();
  }

  private static void write(Json json, int depth, StringBuilder out) {
    switch (json) {
      case Json.Obj obj when obj.members().isEmpty() -> out.append("{}");
      case Json.Obj obj -> {
        out.append('{');
        var separator = "\n";
        for (var member : obj.members().entrySet()) {
          out.append(separator).append("  ".repeat(depth + 1));
          out.append(quoted(member.getKey())).append(": ");
          write(member.getValue(), depth + 1, out);
          separator = ",\n";
        }
        out.append('\n').append("  ".repeat(depth)).append('}');
      }
      case Json.Arr arr when arr.items().isEmpty() -> out.append("[]");
      case Json.Arr arr -> {
        out.append('[');
        var separator = "\n";
        for (var item : arr.items()) {
          out.append(separator).append("  ".repeat(depth + 1));
          write(item, depth + 1, out);
          separator = ",\n";
        }
        out.append('\n').append("  ".repeat(depth)).append(']');
      }
      case Json.Str str -> out.append(quoted(str.value()));
      case Json.Num num -> out.append(num.value());
      case Json.Bool bool -> out.append(bool.value());
    }
  }

  /// A JSON string, which is a double-quoted YAML scalar too.
  static String quoted(String value) {
    var out = new StringBuilder(value.length() + 2).append('"');
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      i += Character.charCount(c);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (needsEscape(c)) {
            for (char unit : Character.toChars(c)) {
              out.append("\\u%04x".formatted((int) unit));
            }
          } else {
            out.appendCodePoint(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }

  private static boolean needsEscape(int c) {
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
