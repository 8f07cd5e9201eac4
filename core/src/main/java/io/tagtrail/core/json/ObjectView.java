package io.tagtrail.core.json;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads an object member by member, and says afterwards ([#done]) whether something was there that
/// nobody asked for.
public final class ObjectView {
  private final String where;
  private final Json.Obj obj;
  private final Set<String> asked = new HashSet<>();

  public ObjectView(String where, Json.Obj obj) {
    this.where = where;
    this.obj = obj;
  }

  public @Nullable Json any(String name) {
    asked.add(name);
    return obj.members().get(name);
  }

  public boolean has(String name) {
    return obj.members().containsKey(name);
  }

  public Set<String> names() {
    return obj.members().keySet();
  }

  public @Nullable String text(String name) {
    return switch (any(name)) {
      case null -> null;
      case Json.Str str -> str.value();
      default -> throw wrong(name, "a text");
    };
  }

  public String needText(String name) {
    return need(name, text(name));
  }

  public <T> @Nullable T parsed(String name, Function<String, T> parse) {
    var text = text(name);
    return text == null ? null : parse.apply(text);
  }

  public <T> T needParsed(String name, Function<String, T> parse) {
    return parse.apply(needText(name));
  }

  public @Nullable Long number(String name) {
    return switch (any(name)) {
      case null -> null;
      case Json.Num num -> num.value();
      default -> throw wrong(name, "an integer");
    };
  }

  public long needNumber(String name) {
    return need(name, number(name));
  }

  public boolean flag(String name) {
    return switch (any(name)) {
      case null -> false;
      case Json.Bool bool -> bool.value();
      default -> throw wrong(name, "true or false");
    };
  }

  public @Nullable Instant time(String name) {
    return parsed(name, Times::parse);
  }

  public Instant needTime(String name) {
    return needParsed(name, Times::parse);
  }

  public @Nullable ObjectView object(String name) {
    return switch (any(name)) {
      case null -> null;
      case Json.Obj inner -> new ObjectView(where + "." + name, inner);
      default -> throw wrong(name, "an object");
    };
  }

  public ObjectView needObject(String name) {
    return need(name, object(name));
  }

  /// The value of the nested object, read whole; null where it is not there.
  public <T> @Nullable T nested(String name, Function<ObjectView, T> read) {
    var view = object(name);
    if (view == null) {
      return null;
    }
    var value = read.apply(view);
    view.done();
    return value;
  }

  public List<String> texts(String name) {
    return items(name).stream()
        .map(item -> {
          if (item instanceof Json.Str str) {
            return str.value();
          }
          throw wrong(name, "a list of texts");
        })
        .toList();
  }

  public List<Long> numbers(String name) {
    return items(name).stream()
        .map(item -> {
          if (item instanceof Json.Num num) {
            return num.value();
          }
          throw wrong(name, "a list of integers");
        })
        .toList();
  }

  public <T> List<T> objects(String name, Function<ObjectView, T> read) {
    return items(name).stream()
        .map(item -> {
          if (item instanceof Json.Obj inner) {
            var view = new ObjectView(where + "." + name, inner);
            var value = read.apply(view);
            view.done();
            return value;
          }
          throw wrong(name, "a list of objects");
        })
        .toList();
  }

  private List<Json> items(String name) {
    return switch (any(name)) {
      case null -> List.of();
      case Json.Arr arr -> arr.items();
      default -> throw wrong(name, "a list");
    };
  }

  /// @throws JsonException naming the members that nobody asked for
  public void done() {
    var rest =
        obj.members().keySet().stream()
            .filter(name -> !asked.contains(name))
            .collect(Collectors.joining(", "));
    if (!rest.isEmpty()) {
      throw new JsonException(where + " has members that are not known: " + rest);
    }
  }

  private <T> T need(String name, @Nullable T value) {
    if (value == null) {
      throw new JsonException(where + " has no " + name);
    }
    return value;
  }

  private JsonException wrong(String name, String form) {
    return new JsonException(where + "." + name + " is not " + form);
  }
}
