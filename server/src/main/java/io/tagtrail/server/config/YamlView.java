package io.tagtrail.server.config;

import io.tagtrail.core.model.Text;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A mapping of a YAML document, read key by key. Every error names the file and the line; a key
/// that nobody asked for is an error, because a misspelt rule would otherwise be a rule that
/// silently does not hold.
public final class YamlView {
  /// The longest configuration that is read, in characters and in bytes.
  static final int MAX_SIZE = 1 << 20;

  private static final int MAX_ITEMS = 1_000;
  private static final int KEY_BYTES = 80;
  private static final int REASON_BYTES = 400;
  private static final int MESSAGE_BYTES = 1_000;

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
  public static YamlView parse(String file, String text) {
    if (text.length() > MAX_SIZE) {
      throw tooLong(file);
    }
    try {
      var settings =
          LoadSettings.builder()
              .setLabel(file)
              .setAllowDuplicateKeys(false)
              .setMaxAliasesForCollections(10)
              .setCodePointLimit(MAX_SIZE)
              .build();
      var node = new Compose(settings).composeString(text);
      if (node.isEmpty()) {
        throw new ConfigException(file + ": the file is empty (tagtrail init writes one)");
      }
      return new YamlView(file, "", node.get());
    } catch (MarkedYamlEngineException e) {
      // Not the whole message: it quotes lines of the file, and somebody may have put a secret
      // there.
      throw new ConfigException(
          where(file, e.getProblemMark().orElse(null)) + "not YAML: " + reason(e.getProblem()), e);
    } catch (YamlEngineException e) {
      throw new ConfigException(file + ": not YAML: " + reason(e.getMessage()), e);
    } catch (StackOverflowError e) {
      throw new ConfigException(file + ": not a configuration: it is nested too deeply", e);
    }
  }

  static ConfigException tooLong(String file) {
    return new ConfigException(file + ": more than 1 MiB is no configuration");
  }

  public Set<String> keys() {
    return values.keySet();
  }

  public boolean has(String key) {
    return values.containsKey(key);
  }

  /// The text under a key; null where the key is not there. What YAML reads as a number or as true
  /// is no text: `1.10` would be 1.1 to the next reader.
  public @Nullable String text(String key) {
    var node = get(key);
    if (node == null) {
      return null;
    }
    if (node instanceof ScalarNode scalar && isText(scalar)) {
      return scalar.getValue();
    }
    boolean quotable = node instanceof ScalarNode scalar && !isNull(scalar);
    throw error(
        file,
        node,
        at(key) + " must be a text" + (quotable ? ", and YAML reads another type: quote it" : ""));
  }

  /// The text under a key, which may be empty.
  String textOrEmpty(String key) {
    var node = values.get(key);
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) {
      asked.add(key);
      return scalar.getValue();
    }
    return Objects.requireNonNull(text(key), "asked for a key that is there");
  }

  /// The whole number under a key.
  ///
  /// @throws ConfigException if it is none, or has more than nine digits
  public int number(String key, int otherwise) {
    var node = get(key);
    if (node == null) {
      return otherwise;
    }
    if (node instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.INT)
        && scalar.getValue().matches("-?[0-9]{1,9}")) {
      return Integer.parseInt(scalar.getValue());
    }
    throw error(file, node, at(key) + " must be a whole number");
  }

  public <T> @Nullable T parsed(String key, Function<String, T> parse) {
    var text = text(key);
    if (text == null) {
      return null;
    }
    return parse(key, text, parse);
  }

  public <T> T parsed(String key, Function<String, T> parse, T otherwise) {
    var value = parsed(key, parse);
    return value == null ? otherwise : value;
  }

  public boolean flag(String key, boolean otherwise) {
    var node = get(key);
    if (node == null) {
      return otherwise;
    }
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      return scalar.getValue().equalsIgnoreCase("true");
    }
    throw error(file, node, at(key) + " must be true or false");
  }

  /// The texts of a list; null where the key is not there.
  public <T> @Nullable List<T> list(String key, Function<String, T> parse) {
    var node = get(key);
    if (node == null) {
      return null;
    }
    if (!(node instanceof SequenceNode sequence)) {
      throw error(file, node, at(key) + " must be a list, as in [a, b]");
    }
    var items = new ArrayList<T>();
    for (var item : sequence.getValue()) {
      if (!(item instanceof ScalarNode scalar && isText(scalar))) {
        throw error(file, item, at(key) + " must be a list of texts");
      }
      var value = parse(key, scalar.getValue(), parse);
      if (items.contains(value)) {
        throw error(file, item, at(key) + " holds the same twice");
      }
      items.add(value);
    }
    return items;
  }

  /// The texts under a key that holds one text, or a list of them; null where the key is not there.
  public <T> @Nullable List<T> oneOrMore(String key, Function<String, T> parse) {
    if (values.get(key) instanceof ScalarNode) {
      return List.of(Objects.requireNonNull(parsed(key, parse)));
    }
    return list(key, parse);
  }

  /// The mappings of a list; none where the key is not there or says nothing.
  public List<YamlView> mappings(String key) {
    var node = get(key);
    if (node == null || (node instanceof ScalarNode scalar && isNull(scalar))) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      throw error(file, node, at(key) + " must be a list of mappings, as in [{name: …}]");
    }
    if (sequence.getValue().size() > MAX_ITEMS) {
      throw error(file, node, at(key) + " has more than " + MAX_ITEMS + " items");
    }
    var views = new ArrayList<YamlView>();
    for (var item : sequence.getValue()) {
      views.add(new YamlView(file, "%s[%d]".formatted(at(key), views.size()), item));
    }
    return views;
  }

  /// The mapping under a key; an empty one where it is not there or says nothing.
  public YamlView mapping(String key) {
    var node = get(key);
    boolean nothing = node == null || (node instanceof ScalarNode scalar && isNull(scalar));
    return new YamlView(file, at(key), nothing ? null : node);
  }

  /// Whether the key holds a mapping rather than a text.
  public boolean isMapping(String key) {
    return values.get(key) instanceof MappingNode;
  }

  /// Counts a key as asked for, whatever it holds.
  void ask(String key) {
    get(key);
  }

  /// Whether the key holds a text.
  public boolean isText(String key) {
    return values.get(key) instanceof ScalarNode scalar && isText(scalar);
  }

  /// Whether the key holds a list.
  public boolean isList(String key) {
    return values.get(key) instanceof SequenceNode;
  }

  /// Where this stands, for people: `tagtrail.yaml:12`.
  public String place() {
    var place = where(file, at);
    return place.substring(0, place.length() - 2);
  }

  /// The name of the file that this is of.
  String file() {
    return file;
  }

  /// A refusal of the whole of it.
  public ConfigException error(String what) {
    return error(file, at, (path.isEmpty() ? "the document" : path) + " " + what);
  }

  /// What `make` gives; where it refuses, the error names this whole.
  public <T> T checked(Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          where(file, at) + (path.isEmpty() ? "" : path + ": ") + reason(e.getMessage()), e);
    }
  }

  /// @throws ConfigException if there are keys that nobody asked for
  public void done() {
    for (var entry : values.entrySet()) {
      if (!asked.contains(entry.getKey())) {
        throw error(
            file,
            entry.getValue(),
            "unknown key '%s' (known here: %s)"
                .formatted(at(entry.getKey()), String.join(", ", asked)));
      }
    }
  }

  public ConfigException error(String key, String what) {
    var node = values.get(key);
    return error(file, node == null ? at : node, at(key) + " " + what);
  }

  /// What `make` gives; where it refuses, the error names the key and its line.
  public <T> T checked(String key, Supplier<T> make) {
    try {
      return make.get();
    } catch (IllegalArgumentException e) {
      var node = values.get(key);
      throw new ConfigException(
          where(file, node == null ? at : node) + at(key) + ": " + reason(e.getMessage()), e);
    }
  }

  private <T> T parse(String key, String text, Function<String, T> parse) {
    return checked(key, () -> parse.apply(text));
  }

  private @Nullable Node get(String key) {
    asked.add(key);
    return values.get(key);
  }

  private String at(String key) {
    var name = Text.clipped(key, KEY_BYTES);
    return path.isEmpty() ? name : path + "." + name;
  }

  private static boolean isNull(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.NULL);
  }

  private static boolean isText(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.STR) && !scalar.getValue().isEmpty();
  }

  private static String reason(@Nullable String message) {
    return Text.clipped(String.valueOf(message), REASON_BYTES);
  }

  private static ConfigException error(String file, @Nullable Node node, String what) {
    return new ConfigException(where(file, node) + Text.clipped(what, MESSAGE_BYTES));
  }

  private static String where(String file, @Nullable Node node) {
    return where(file, node == null ? null : node.getStartMark().orElse(null));
  }

  private static String where(String file, @Nullable Mark mark) {
    return mark == null ? file + ": " : file + ":" + (mark.getLine() + 1) + ": ";
  }
}
