package io.tagtrail.bundle.image;

import io.tagtrail.bundle.yaml.Value;
import java.util.LinkedHashMap;

/// Values over values, as Helm lays a chart's own below those that it is used with.
final class Merged {
  private Merged() {}

  static Value.Mapping over(Value.Mapping below, Value.Mapping above) {
    var all = new LinkedHashMap<>(below.entries());
    above
        .entries()
        .forEach((key, value) ->
            all.merge(
                key,
                value,
                (old, now) ->
                    old instanceof Value.Mapping one && now instanceof Value.Mapping other
                        ? over(one, other)
                        : now));
    return new Value.Mapping(all);
  }
}
