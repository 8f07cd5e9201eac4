package io.tagtrail.core.json;

/// Writes canonical JSON by RFC 8785. Members come sorted from their map (Java compares strings by
/// UTF-16 code units, which is the order that the RFC asks for).
final class CanonicalWriter {
  private CanonicalWriter() {}

  static void write(Json json, StringBuilder out) {
    switch (json) {
      case Json.Obj obj -> {
        out.append('{');
        boolean first = true;
        for (var member : obj.members().entrySet()) {
          if (!first) {
            out.append(',');
          }
          first = false;
          string(member.getKey(), out);
          out.append(':');
          write(member.getValue(), out);
        }
        out.append('}');
      }
      case Json.Arr arr -> {
        out.append('[');
        for (int i = 0; i < arr.items().size(); i++) {
          if (i > 0) {
            out.append(',');
          }
          write(arr.items().get(i), out);
        }
        out.append(']');
      }
      case Json.Str str -> string(str.value(), out);
      case Json.Num num -> out.append(num.value());
      case Json.Bool bool -> out.append(bool.value());
    }
  }

  private static void string(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append("\\u%04x".formatted((int) c));
          } else if (Character.isSurrogate(c)) {
            i = pair(value, i, out);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// A lone surrogate has no UTF-8 form; encoding one as '?' would make two different values hash
  /// alike.
  private static int pair(String value, int i, StringBuilder out) {
    char high = value.charAt(i);
    if (!Character.isHighSurrogate(high)
        || i + 1 >= value.length()
        || !Character.isLowSurrogate(value.charAt(i + 1))) {
      throw new IllegalArgumentException("a lone surrogate cannot be written as JSON");
    }
    out.append(high).append(value.charAt(i + 1));
    return i + 1;
  }
}
