package io.tagtrail.gateway.protocol;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a query, decoded once, in their order.
final class Query {
  private final Map<String, List<String>> values;

  private Query(Map<String, List<String>> values) {
    this.values = values;
  }

  static Query parse(@Nullable String raw) throws RefusedException {
    var values = new LinkedHashMap<String, List<String>>();
    if (raw != null) {
      for (var pair : raw.split("&", -1)) {
        if (!pair.isEmpty()) {
          int equals = pair.indexOf('=');
          var name = PercentCoding.decode(equals < 0 ? pair : pair.substring(0, equals));
          var value = equals < 0 ? "" : PercentCoding.decode(pair.substring(equals + 1));
          values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
        }
      }
    }
    return new Query(values);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /// The only value of a parameter: two of them would let two readers see two things.
  @Nullable String one(String name) throws RefusedException {
    var all = all(name);
    if (all.size() > 1) {
      throw new RefusedException(
          new OciError(
              ErrorCode.UNSUPPORTED,
              400,
              "the parameter '" + name + "' is given more than once; give it once"));
    }
    return all.isEmpty() ? null : all.getFirst();
  }
}
