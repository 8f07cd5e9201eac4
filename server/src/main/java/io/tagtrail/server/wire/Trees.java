package io.tagtrail.server.wire;

import io.tagtrail.core.json.Json;
import java.util.Collection;
import java.util.function.Function;

/// Pieces of the JSON form.
public final class Trees {
  private Trees() {}

  /// A list that is there even when it is empty: a program should not have to ask.
  public static <T> Json list(Collection<T> items, Function<? super T, ? extends Json> each) {
    return new Json.Arr(items.stream().<Json>map(each).toList());
  }
}
