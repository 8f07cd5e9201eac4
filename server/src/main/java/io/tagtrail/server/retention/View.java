package io.tagtrail.server.retention;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.oci.json.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A part of a rules file. It counts what it is asked for, and says ([#done]) what nobody asked
/// for: a rule that is silently not understood is worse than none.
final class View {
  private final Node node;
  private final String path;
  private final boolean anyCase;
  private final List<String> notes;
  private final Set<String> asked = new HashSet<>();

  private View(Node node, String path, boolean anyCase, List<String> notes) {
    this.node = node;
    this.path = path;
    this.anyCase = anyCase;
    this.notes = notes;
  }

  /// @param anyCase whether keys mean the same in upper and lower case
  /// @param notes where it says what was not asked for
  static View of(Node node, boolean anyCase, List<String> notes) {
    return new View(node, "", anyCase, notes);
  }

  String path() {
    return path.isEmpty() ? "the file" : path;
  }

  Node node() {
    return node;
  }

  boolean has(String key) {
    return find(key).there();
  }

  View at(String key) {
    return new View(find(key), path.isEmpty() ? key : path + "." + key, anyCase, notes);
  }

  List<View> items(String key) {
    return at(key).items();
  }

  /// The items of a list; the thing itself where it is an object and a list may stand there.
  List<View> items() {
    if (node instanceof Node.Missing) {
      return List.of();
    }
    if (!(node instanceof Node.Arr)) {
      throw wrong("a list");
    }
    var views = new ArrayList<View>();
    for (var item : node.items()) {
      views.add(new View(item, "%s[%d]".formatted(path, views.size()), anyCase, notes));
    }
    return views;
  }

  /// The members of an object, each by its key.
  List<String> keys() {
    return node instanceof Node.Obj(var members) ? List.copyOf(members.keySet()) : List.of();
  }

  @Nullable String text(String key) {
    var found = find(key);
    return switch (found) {
      case Node.Missing missing -> null;
      case Node.Str(var value) -> value;
      case Node.Num(var literal) -> literal;
      case Node.Bool(var value) -> String.valueOf(value);
      default -> throw at(key).wrong("a text");
    };
  }

  String needText(String key) {
    var text = text(key);
    if (text == null) {
      throw new InvalidValueException("%s has no %s".formatted(path(), key));
    }
    return text;
  }

  List<String> texts(String key) {
    var texts = new ArrayList<String>();
    for (var item : items(key)) {
      var text = item.node.text();
      if (text == null) {
        throw item.wrong("a text");
      }
      texts.add(text);
    }
    return texts;
  }

  @Nullable Long number(String key) {
    var text = text(key);
    if (text == null || text.isBlank()) {
      return null;
    }
    try {
      return Long.valueOf(text.strip());
    } catch (NumberFormatException e) {
      throw at(key).wrong("a whole number");
    }
  }

  boolean flag(String key, boolean otherwise) {
    var text = text(key);
    if (text == null || text.isBlank()) {
      return otherwise;
    }
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw at(key).wrong("true or false");
    };
  }

  /// Counts keys as asked for that say nothing about retention.
  View besides(String... keys) {
    for (var key : keys) {
      find(key);
    }
    return this;
  }

  /// Says which keys nobody asked for.
  void done() {
    var unknown = new LinkedHashSet<String>();
    for (var key : keys()) {
      if (!asked.contains(name(key))) {
        unknown.add(Text.clipped(key, 60));
      }
    }
    if (!unknown.isEmpty()) {
      notes.add(
          "not known here, and not judged: %s (in %s)"
              .formatted(String.join(", ", unknown), path()));
    }
  }

  InvalidValueException wrong(String form) {
    return new InvalidValueException("%s is not %s".formatted(path(), form));
  }

  private String name(String key) {
    return anyCase ? key.toLowerCase(Locale.ROOT) : key;
  }

  private Node find(String key) {
    asked.add(name(key));
    if (!(node instanceof Node.Obj(var members))) {
      return Node.Missing.ABSENT;
    }
    if (!anyCase) {
      return node.at(key);
    }
    return members.entrySet().stream()
        .filter(member -> name(member.getKey()).equals(name(key)))
        .map(java.util.Map.Entry::getValue)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(Node.Missing.ABSENT);
  }
}
