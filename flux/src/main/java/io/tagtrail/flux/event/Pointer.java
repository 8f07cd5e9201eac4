package io.tagtrail.flux.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A JSON pointer (RFC 6901), such as `/event_data/repository/repo_full_name`. The empty one is the
/// whole document.
public record Pointer(String text, List<String> names) {
  private static final int MAX_BYTES = 500;
  private static final int MAX_DEPTH = 20;

  public Pointer {
    names = List.copyOf(names);
  }

  /// @throws InvalidValueException if the text is none
  public static Pointer parse(String text) {
    if (text.isEmpty()) {
      return new Pointer("", List.of());
    }
    if (text.charAt(0) != '/' || !Text.fits(text, MAX_BYTES)) {
      throw new InvalidValueException(
          "not a JSON pointer (as in /target/repository): '%s'".formatted(Text.clipped(text, 80)));
    }
    var names = new ArrayList<String>();
    for (var part : text.substring(1).split("/", -1)) {
      names.add(part.replace("~1", "/").replace("~0", "~"));
    }
    if (names.size() > MAX_DEPTH) {
      throw new InvalidValueException("a JSON pointer of more than %d parts".formatted(MAX_DEPTH));
    }
    return new Pointer(text, names);
  }

  /// What it points to; null where that is nothing.
  public @Nullable Json in(Json document) {
    Json at = document;
    for (var name : names) {
      at =
          switch (at) {
            case Json.Obj object -> object.members().get(name);
            case Json.Arr array -> item(array, name);
            case null, default -> null;
          };
      if (at == null) {
        return null;
      }
    }
    return at;
  }

  private static @Nullable Json item(Json.Arr array, String name) {
    if (!name.matches("0|[1-9][0-9]{0,5}")) {
      return null;
    }
    int index = Integer.parseInt(name);
    return index < array.items().size() ? array.items().get(index) : null;
  }

  @Override
  public String toString() {
    return text;
  }
}
