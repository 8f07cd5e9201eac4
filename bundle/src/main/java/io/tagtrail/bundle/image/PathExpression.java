package io.tagtrail.bundle.image;

import io.tagtrail.bundle.yaml.Value;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/// A path in an object, to where a custom resource names its image: `spec.image`,
/// `spec.components[*].image`, `spec.pools.*.image`, `spec["my.key"].image`. A `*` stands for any
/// key, `[*]` for any item of a list.
public record PathExpression(String text, List<String> steps) {
  private static final int BYTES = 300;
  private static final int MOST_STEPS = 32;
  private static final String ITEMS = "[*]";
  private static final Pattern STEP =
      Pattern.compile("\\.?([A-Za-z0-9_$-]+|\\*)|(\\[\\*])|\\[\"([^\"\\]]+)\"]");

  public PathExpression {
    steps = List.copyOf(steps);
  }

  /// @throws InvalidValueException if it is no path
  public static PathExpression parse(String text) {
    var steps = new ArrayList<String>();
    var matcher = STEP.matcher(text);
    int at = 0;
    while (Text.fits(text, BYTES) && at < text.length() && matcher.find(at)) {
      // Every key but the first has a dot before it.
      boolean dot = matcher.group(1) == null || text.startsWith(".", at) == at > 0;
      if (matcher.start() != at || !dot) {
        break;
      }
      steps.add(
          matcher.group(1) != null
              ? matcher.group(1)
              : matcher.group(2) != null ? ITEMS : "\"" + matcher.group(3));
      at = matcher.end();
    }
    if (steps.isEmpty() || at < text.length() || steps.size() > MOST_STEPS) {
      throw new InvalidValueException(
          "not a path: '%s' (keys with dots between them, as in spec.components[*].image)"
              .formatted(Text.clipped(text, 120)));
    }
    return new PathExpression(text, steps);
  }

  /// All values that it leads to.
  public List<Value> in(Value value) {
    var found = List.of(value);
    for (var step : steps) {
      found = found.stream().<Value>mapMulti((each, out) -> step(each, step, out)).toList();
    }
    return found;
  }

  private static void step(Value value, String step, Consumer<Value> out) {
    switch (value) {
      case Value.Items items when step.equals(ITEMS) -> items.values().forEach(out);
      case Value.Mapping mapping when step.equals("*") -> mapping.entries().values().forEach(out);
      case Value.Mapping mapping -> {
        var next = mapping.get(step.startsWith("\"") ? step.substring(1) : step);
        if (next != null) {
          out.accept(next);
        }
      }
      case Value.Items items -> {
        // A list where a mapping was expected: nothing is there.
      }
      case Value.Scalar scalar -> {
        // The end of the value, before that of the path.
      }
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
