package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Alias;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Pieces of the JSON form.
///
/// Reading is lenient where the ledger's own reading is strict: a document of a newer server may
/// have members that this client does not know.
public final class Trees {
  private Trees() {}

  /// A list that is there even when it is empty: a program should not have to ask.
  public static <T> Json list(Collection<T> items, Function<? super T, ? extends Json> each) {
    return new Json.Arr(items.stream().<Json>map(each).toList());
  }

  /// The objects of a list; none where it is not there.
  public static <T> List<T> read(ObjectView view, String name, Function<ObjectView, T> each) {
    return switch (view.any(name)) {
      case null -> List.of();
      case Json.Arr arr -> arr.items().stream().map(item -> each.apply(view(name, item))).toList();
      default -> throw new JsonException(name + " is not a list");
    };
  }

  /// The object; null where it is not there.
  public static <T> @Nullable T optional(
      ObjectView view, String name, Function<ObjectView, T> read) {
    var inner = view.object(name);
    return inner == null ? null : read.apply(inner);
  }

  static ObjectView view(String name, Json json) {
    if (json instanceof Json.Obj obj) {
      return new ObjectView(name, obj);
    }
    throw new JsonException(name + " is not an object");
  }

  static Json.Obj need(ObjectView view, String name) {
    if (view.any(name) instanceof Json.Obj obj) {
      return obj;
    }
    throw new JsonException("the document has no " + name);
  }

  /// The bytes of a nested object as the ledger would write them.
  static byte[] canonical(ObjectView view, String name) {
    return need(view, name).canonicalBytes();
  }

  static Alias alias(ObjectView view) {
    return view.needParsed("alias", Alias::parse);
  }

  static <E extends Enum<E>> E constant(ObjectView view, String name, Class<E> type) {
    var label = view.needText(name);
    try {
      return Enum.valueOf(type, label.toUpperCase(Locale.ROOT).replace('-', '_'));
    } catch (IllegalArgumentException e) {
      throw new JsonException(name + " is none that is known: " + label, e);
    }
  }
}
