package io.tagtrail.server.rules;

import io.tagtrail.core.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Values as expressions see them.
public final class CelValues {
  private CelValues() {}

  public static Map<String, Object> of(Json.Obj object) {
    var map = new LinkedHashMap<String, Object>();
    object.members().forEach((name, value) -> map.put(name, of(value)));
    return map;
  }

  private static Object of(Json value) {
    return switch (value) {
      case Json.Obj object -> of(object);
      case Json.Arr array -> array.items().stream().map(CelValues::of).toList();
      case Json.Str text -> text.value();
      case Json.Num number -> number.value();
      case Json.Bool flag -> flag.value();
    };
  }

  /// What a token claims; a claim without a value is not there.
  public static Map<String, Object> ofClaims(Map<String, Object> claims) {
    var map = new LinkedHashMap<String, Object>();
    claims.forEach((name, value) -> {
      var known = ofClaim(value);
      if (known != null) {
        map.put(name, known);
      }
    });
    return map;
  }

  private static @Nullable Object ofClaim(@Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Integer number -> number.longValue();
      case Map<?, ?> map -> {
        var inner = new LinkedHashMap<String, Object>();
        map.forEach((name, each) -> {
          var known = ofClaim(each);
          if (known != null) {
            inner.put(String.valueOf(name), known);
          }
        });
        yield inner;
      }
      case List<?> list -> {
        var inner = new ArrayList<Object>();
        for (var each : list) {
          var known = ofClaim(each);
          if (known != null) {
            inner.add(known);
          }
        }
        yield List.copyOf(inner);
      }
      default -> value;
    };
  }
}
