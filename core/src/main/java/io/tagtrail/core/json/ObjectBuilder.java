package io.tagtrail.core.json;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Builds an object member by member; what is null or an empty list is left out.
public final class ObjectBuilder {
  private final TreeMap<String, Json> members = new TreeMap<>();

  public ObjectBuilder put(String name, @Nullable Json value) {
    if (value != null && members.put(name, value) != null) {
      throw new IllegalArgumentException("the member is there already: " + name);
    }
    return this;
  }

  public ObjectBuilder put(String name, @Nullable String value) {
    return put(name, value == null ? null : new Json.Str(value));
  }

  public ObjectBuilder put(String name, @Nullable Long value) {
    return put(name, value == null ? null : new Json.Num(value));
  }

  public ObjectBuilder put(String name, @Nullable Integer value) {
    return put(name, value == null ? null : new Json.Num(value));
  }

  public ObjectBuilder put(String name, boolean value) {
    return put(name, new Json.Bool(value));
  }

  public ObjectBuilder put(String name, @Nullable Instant value) {
    return put(name, value == null ? null : Times.format(value));
  }

  /// Writes the text of a value, such as a digest or a location.
  public ObjectBuilder putText(String name, @Nullable Object value) {
    return put(name, value == null ? null : value.toString());
  }

  public <T> ObjectBuilder putList(String name, Collection<T> items, Function<T, Json> each) {
    if (items.isEmpty()) {
      return this;
    }
    List<Json> list = items.stream().map(each).toList();
    return put(name, new Json.Arr(list));
  }

  public Json.Obj build() {
    return new Json.Obj(new TreeMap<>(members));
  }
}
