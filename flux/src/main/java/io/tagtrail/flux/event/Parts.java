package io.tagtrail.flux.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import org.jspecify.annotations.Nullable;

/// Parts of a document of others, of which only what is asked for matters.
final class Parts {
  /// What anybody notifies of in one call is far from it.
  static final int MAX_VALUES = 50_000;

  private Parts() {}

  static Json.@Nullable Obj object(Json.Obj from, String name) {
    return from.members().get(name) instanceof Json.Obj object ? object : null;
  }

  static @Nullable String text(Json.Obj from, String name) {
    return from.members().get(name) instanceof Json.Str(String text) ? text : null;
  }

  static String textOrEmpty(Json.Obj from, String name) {
    var text = text(from, name);
    return text == null ? "" : text;
  }

  static String need(Json.Obj from, String name) {
    var text = text(from, name);
    if (text == null) {
      throw new JsonException("there is no " + name);
    }
    return text;
  }
}
