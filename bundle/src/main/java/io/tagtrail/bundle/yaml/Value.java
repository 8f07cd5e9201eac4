package io.tagtrail.bundle.yaml;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A YAML value. What an alias stands for is the same object as what its anchor stands before:
/// whoever walks a value walks it as often as it is named, which [YamlReader] has bounded.
public sealed interface Value {
  /// Members in the order in which they are written.
  record Mapping(Map<String, Value> entries) implements Value {
    public @Nullable Value get(String key) {
      return entries.get(key);
    }

    /// The text of a scalar that is not null; null where there is none.
    public @Nullable String text(String key) {
      return entries.get(key) instanceof Scalar scalar && !scalar.isNull() ? scalar.text() : null;
    }

    /// The mapping under a key; an empty one where there is none.
    public Mapping mapping(String key) {
      return entries.get(key) instanceof Mapping mapping ? mapping : EMPTY;
    }

    /// The items under a key; none where there is no list.
    public List<Value> items(String key) {
      return entries.get(key) instanceof Items items ? items.values() : List.of();
    }
  }

  record Items(List<Value> values) implements Value {}

  /// @param plain whether it is written without quotes, so that `1.10` is a number
  record Scalar(String text, boolean plain) implements Value {
    private static final Pattern NUMBER =
        Pattern.compile("[-+]?(?:\\d+|\\d*\\.\\d+|\\d+\\.\\d*)(?:[eE][-+]?\\d+)?");

    public boolean isNull() {
      return plain
          && switch (text) {
            case "", "~", "null", "Null", "NULL" -> true;
            default -> false;
          };
    }

    public boolean isBool() {
      return plain
          && switch (text) {
            case "true", "True", "TRUE", "false", "False", "FALSE" -> true;
            default -> false;
          };
    }

    public boolean isNumber() {
      return plain && NUMBER.matcher(text).matches();
    }

    public boolean isFalse() {
      return isBool() && (text.charAt(0) == 'f' || text.charAt(0) == 'F');
    }
  }

  Mapping EMPTY = new Mapping(Map.of());
}
