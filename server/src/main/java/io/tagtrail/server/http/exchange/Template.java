package io.tagtrail.server.http.exchange;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The path of a route, as `/api/v1/aliases/{application}/{environment}`.
public record Template(String text, List<String> segments) {
  public Template {
    segments = List.copyOf(segments);
  }

  public static Template of(String text) {
    return new Template(text, split(text));
  }

  /// The parts of a path between its slashes.
  static List<String> split(String path) {
    return List.of(path.substring(1).split("/", -1));
  }

  /// The values of the path's variables; null where it is another path.
  @Nullable Map<String, String> match(List<String> path) {
    if (path.size() != segments.size()) {
      return null;
    }
    var values = new LinkedHashMap<String, String>();
    for (int i = 0; i < path.size(); i++) {
      var name = variable(segments.get(i));
      if (name != null) {
        values.put(name, path.get(i));
      } else if (!segments.get(i).equals(path.get(i))) {
        return null;
      }
    }
    return values;
  }

  public List<String> variables() {
    var names = new ArrayList<String>();
    for (var segment : segments) {
      var name = variable(segment);
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }

  private static @Nullable String variable(String segment) {
    return segment.startsWith("{") ? segment.substring(1, segment.length() - 1) : null;
  }
}
