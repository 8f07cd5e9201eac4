package io.tagtrail.oci.json;

import io.tagtrail.core.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A JSON value from outside. Asking it for what it does not hold gives [Missing], never an
/// exception: most of what registries write is optional.
public sealed interface Node {
  record Obj(Map<String, Node> members) implements Node {}

  record Arr(List<Node> values) implements Node {
    public Arr {
      values = List.copyOf(values);
    }
  }

  record Str(String value) implements Node {}

  /// A number as it was written.
  record Num(String literal) implements Node {}

  record Bool(boolean value) implements Node {}

  enum Missing implements Node {
    NULL,
    ABSENT
  }

  default Node at(String name) {
    if (this instanceof Obj(var members)) {
      var value = members.get(name);
      return value == null ? Missing.ABSENT : value;
    }
    return Missing.ABSENT;
  }

  default boolean there() {
    return !(this instanceof Missing);
  }

  default @Nullable String text() {
    return this instanceof Str(var value) ? value : null;
  }

  /// The integer; null where it is none, or none that a `long` holds.
  default @Nullable Long integer() {
    try {
      return this instanceof Num(var literal) ? Long.valueOf(literal) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  default List<Node> items() {
    return this instanceof Arr(var values) ? values : List.of();
  }

  /// The same object with one member set.
  default Obj with(String name, Node value) {
    var members = new LinkedHashMap<String, Node>();
    if (this instanceof Obj(var old)) {
      members.putAll(old);
    }
    members.put(name, value);
    return new Obj(members);
  }

  /// Its text, members in the order that they have.
  default String write() {
    var out = new StringBuilder();
    write(out);
    return out.toString();
  }

  private void write(StringBuilder out) {
    switch (this) {
      case Obj(var members) -> {
        var separator = "{";
        for (var member : members.entrySet()) {
          out.append(separator).append(quoted(member.getKey())).append(':');
          member.getValue().write(out);
          separator = ",";
        }
        out.append(members.isEmpty() ? "{}" : "}");
      }
      case Arr(var values) -> {
        var separator = "[";
        for (var value : values) {
          out.append(separator);
          value.write(out);
          separator = ",";
        }
        out.append(values.isEmpty() ? "[]" : "]");
      }
      case Str(var value) -> out.append(quoted(value));
      case Num(var literal) -> out.append(literal);
      case Bool(var value) -> out.append(value);
      case Missing ignored -> out.append("null");
    }
  }

  private static String quoted(String text) {
    return new Json.Str(text).canonical();
  }
}
