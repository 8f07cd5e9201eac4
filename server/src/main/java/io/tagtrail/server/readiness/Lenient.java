package io.tagtrail.server.readiness;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectView;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads what a newer Tagtrail may have written: members that are not known are left out.
final class Lenient {
  private Lenient() {}

  static <T> List<T> objects(ObjectView view, String name, Function<ObjectView, T> read) {
    var all = new ArrayList<T>();
    switch (view.any(name)) {
      case null -> {}
      case Json.Arr arr -> {
        for (var item : arr.items()) {
          if (!(item instanceof Json.Obj obj)) {
            throw new JsonException(name + " is not a list of objects");
          }
          all.add(read.apply(new ObjectView(name, obj)));
        }
      }
      default -> throw new JsonException(name + " is not a list");
    }
    return all;
  }

  static <T> @Nullable T object(ObjectView view, String name, Function<ObjectView, T> read) {
    var inner = view.object(name);
    return inner == null ? null : read.apply(inner);
  }
}
