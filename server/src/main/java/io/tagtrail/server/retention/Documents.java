package io.tagtrail.server.retention;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.oci.json.Node;
import io.tagtrail.oci.json.NodeReader;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// Reads JSON or YAML, whichever it is.
final class Documents {
  static final int MAX_BYTES = 1 << 20;
  private static final int ALIASES = 20;

  private Documents() {}

  /// @throws InvalidValueException if it is neither; the message quotes nothing of the file
  static Node read(String text) {
    if (text.length() > MAX_BYTES) {
      throw new InvalidValueException("more than 1 MiB is no file of retention rules");
    }
    var start = text.stripLeading();
    if (start.startsWith("{") || start.startsWith("[")) {
      try {
        return NodeReader.read(text.getBytes(StandardCharsets.UTF_8));
      } catch (JsonException e) {
        throw new InvalidValueException(
            "it begins as JSON and is none: " + Text.clipped(String.valueOf(e.getMessage()), 200),
            e);
      }
    }
    try {
      var settings =
          LoadSettings.builder()
              .setAllowDuplicateKeys(false)
              .setMaxAliasesForCollections(ALIASES)
              .setCodePointLimit(MAX_BYTES)
              .build();
      return node(new Load(settings).loadFromString(text), 0);
    } catch (YamlEngineException | NumberFormatException e) {
      // The second is what the reader throws at a cut escape in quotes.
      throw new InvalidValueException("it is neither JSON nor one YAML document", e);
    } catch (StackOverflowError e) {
      throw new InvalidValueException("it is nested too deeply", e);
    }
  }

  private static Node node(@org.jspecify.annotations.Nullable Object value, int depth) {
    if (depth > 64) {
      throw new InvalidValueException("it is nested too deeply");
    }
    return switch (value) {
      case null -> Node.Missing.NULL;
      case Map<?, ?> map -> {
        var members = new LinkedHashMap<String, Node>();
        map.forEach((key, item) -> members.put(String.valueOf(key), node(item, depth + 1)));
        yield new Node.Obj(members);
      }
      case List<?> list -> {
        var items = new java.util.ArrayList<Node>();
        list.forEach(item -> items.add(node(item, depth + 1)));
        yield new Node.Arr(items);
      }
      case Boolean flag -> new Node.Bool(flag);
      case Number number -> new Node.Num(number.toString());
      default -> new Node.Str(value.toString());
    };
  }
}
