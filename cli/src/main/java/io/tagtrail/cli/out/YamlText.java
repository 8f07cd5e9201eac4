package io.tagtrail.cli.out;

import io.tagtrail.core.json.Json;
import java.util.regex.Pattern;

/// The tree of the JSON form as YAML 1.2. Every text that is not plainly a word is quoted, so that
/// no reader, of YAML 1.1 either, takes it for a number, a date, a truth value or a piece of
/// structure.
public final class YamlText {
  private static final Pattern WORD =
      Pattern.compile("[A-Za-z][A-Za-z0-9]*(?:[-./][A-Za-z][A-Za-z0-9]*)*");
  private static final Pattern TRUTH =
      Pattern.compile("(?i)y|n|yes|no|true|false|on|off|null|nan|inf");

  private YamlText() {}

  public static String of(Json json) {
    var out = new StringBuilder("---\n");
    switch (json) {
      case Json.Obj obj when !obj.members().isEmpty() -> members(obj, 0, false, out);
      case Json.Arr arr when !arr.items().isEmpty() -> items(arr, 0, out);
      default -> out.append(scalar(json)).append('\n');
    }
    return out.toString();
  }

  private static void members(Json.Obj obj, int depth, boolean inItem, StringBuilder out) {
    boolean onSameLine = inItem;
    for (var member : obj.members().entrySet()) {
      out.append(onSameLine ? "" : "  ".repeat(depth)).append(text(member.getKey())).append(':');
      onSameLine = false;
      switch (member.getValue()) {
        case Json.Obj inner when !inner.members().isEmpty() -> {
          out.append('\n');
          members(inner, depth + 1, false, out);
        }
        case Json.Arr inner when !inner.items().isEmpty() -> {
          out.append('\n');
          items(inner, depth + 1, out);
        }
        case Json value -> out.append(' ').append(scalar(value)).append('\n');
      }
    }
  }

  private static void items(Json.Arr arr, int depth, StringBuilder out) {
    for (var item : arr.items()) {
      out.append("  ".repeat(depth)).append("- ");
      switch (item) {
        case Json.Obj inner when !inner.members().isEmpty() -> members(inner, depth + 1, true, out);
        case Json.Arr inner when !inner.items().isEmpty() -> {
          out.append('\n');
          items(inner, depth + 1, out);
        }
        case Json value -> out.append(scalar(value)).append('\n');
      }
    }
  }

  private static String scalar(Json json) {
    return switch (json) {
      case Json.Obj obj -> "{}";
      case Json.Arr arr -> "[]";
      case Json.Str str -> text(str.value());
      case Json.Num num -> Long.toString(num.value());
      case Json.Bool bool -> Boolean.toString(bool.value());
    };
  }

  private static String text(String value) {
    boolean word = WORD.matcher(value).matches() && !TRUTH.matcher(value).matches();
    return word ? value : JsonText.quoted(value);
  }
}
