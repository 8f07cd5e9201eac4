package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/// A mapping of a YAML document, read key by key. Every error names the file and the line; a key that nobody asked for
/// is an error, because a misspelt rule would otherwise be a rule that silently does not hold.
final class YamlView {
  private static final int MAX_CHARS = 1 << 20;

  private final String file;
  private final String path;
  private final @Nullable Node at;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  private YamlView(String file, String path, @Nullable Node node) {
    this.file = file;
    this.path = path;
    this.at = node;
    if (node == null) {
      return;
    }
    if (!(node instanceof MappingNode mapping)) {
      throw error(file, node, (path.isEmpty() ? "the document" : path) + " must be a mapping");
    }
    for (var tuple : mapping.getValue()) {
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw error(file, tuple.getKeyNode(), "a key must be a plain text");
      }
      if (values.put(key.getValue(), tuple.getValueNode()) != null) {
        throw error(file, key, "the key is there twice: " + Text.clipped(key.getValue(), 60));
      }
    }
  }

  /// Reads a document of one mapping.
  static YamlView parse(String file, String text) {
    if (text.length() > MAX_CHARS) {
      throw new ConfigException(file + ": more than 1 MiB is no configuration");
    }
    try {
      var settings =
          LoadSettings.builder()
              .setLabel(file)
              .setAllowDuplicateKeys(false)
              .setMaxAliasesForCollections(10)
              .setCodePointLimit(MAX_CHARS)
              .build();
      var node = new Compose(settings).composeString(text);
      if (node.isEmpty()) {
        throw new ConfigException(file + ": the file is empty (tagtrail init writes one)");
      }
      return new YamlView(file, "", node.get());
    } catch (YamlEngineException | StackOverflowError e) {
      throw new ConfigException(
          file + ": not YAML: " + Text.clipped(String.valueOf(e.getMessage()), 300), e);
    }
  }

  Set<String> keys() {
    return values.keySet();
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  @Nullable String text(String key) {
    var node = get(key);
    if (node == null) {
      return null;
    }
    if (node instanceof ScalarNode scalar && !isNull(scalar)) {
      return scalar.getValue();
    }
    throw error(file, node, at(key) + " must be a text");
  }

  <T> @Nullable T parsed(String key, Function<String, T> parse) {
    var text = text(key);
    if (text == null) {
      return null;
    }
    return parse(key, text, parse);
  }

  <T> T parsed(String key, Function<String, T> parse, T otherwise) {
    var value = parsed(key, parse);
    return value == null ? otherwise : value;
  }

  boolean flag(String key, boolean otherwise) {
    return parsed(
        key,
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new InvalidValueException("must be true or false");
            },
        otherwise);
  }

  /// The texts of a list; null where the key is not there.
  <T> @Nullable List<T> list(String key, Function<String, T> parse) {
    var node = get(key);
    if (node == null) {
      return null;
    }
    if (!(node instanceof SequenceNode sequence)) {
      throw error(file, node, at(key) + " must be a list, as in [a, b]");
    }
    var items = new ArrayList<T>();
    for (var item : sequence.getValue()) {
      if (!(item instanceof ScalarNode scalar)) {
        throw error(file, item, at(key) + " must be a list of texts");
      }
      items.add(parse(key, scalar.getValue(), parse));
    }
    return items;
  }

  /// The mapping under a key; an empty one where it is not there or says nothing.
  YamlView mapping(String key) {
    var node = get(key);
    boolean nothing = node == null || (node instanceof ScalarNode scalar && isNull(scalar));
    return new YamlView(file, at(key), nothing ? null : node);
  }

  /// Whether the key holds a mapping rather than a text.
  boolean isMapping(String key) {
    return values.get(key) instanceof MappingNode;
  }

  /// @throws ConfigException if there are keys that nobody asked for
  void done() {
    for (var entry : values.entrySet()) {
      if (!asked.contains(entry.getKey())) {
        throw error(
            file,
            entry.getValue(),
            "unknown key '%s' (known here: %s)"
                .formatted(
                    Text.clipped(at(entry.getKey()), 120), String.join(", ", asked)));
      }
    }
  }

  ConfigException error(String key, String what) {
    var node = values.get(key);
    return error(file, node == null ? at : node, at(key) + " " + what);
  }

  private <T> T parse(String key, String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new ConfigException(where(file, values.get(key)) + at(key) + ": " + e.getMessage(), e);
    }
  }

  private @Nullable Node get(String key) {
    asked.add(key);
    return values.get(key);
  }

  private String at(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  private static boolean isNull(ScalarNode scalar) {
    var value = scalar.getValue();
    return value.isEmpty() || value.equals("null") || value.equals("~");
  }

  private static ConfigException error(String file, @Nullable Node node, String what) {
    return new ConfigException(where(file, node) + what);
  }

  private static String where(String file, @Nullable Node node) {
    var mark = node == null ? null : node.getStartMark().orElse(null);
    return mark == null ? file + ": " : file + ":" + (mark.getLine() + 1) + ": ";
  }
}
