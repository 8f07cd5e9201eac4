package io.tagtrail.flux.kube;

import io.tagtrail.core.json.Json;

/// About how many bytes of memory a value takes while it is kept.
final class Weight {
  /// An object or a list.
  static final int CONTAINER = 64;

  /// The place of a value in one.
  static final int PLACE = 40;

  private static final int PLAIN = 24;
  private static final int TEXT = 64;

  private Weight() {}

  static long of(Json value) {
    return switch (value) {
      case Json.Obj object ->
          CONTAINER + object.members().values().stream().mapToLong(each -> PLACE + of(each)).sum();
      case Json.Arr array ->
          CONTAINER + array.items().stream().mapToLong(each -> PLACE + of(each)).sum();
      case Json.Str(String text) -> TEXT + (isNarrow(text) ? 1L : 2L) * text.length();
      case Json.Num _, Json.Bool _ -> PLAIN;
    };
  }

  private static boolean isNarrow(String text) {
    return text.chars().allMatch(each -> each <= 0xff);
  }
}
