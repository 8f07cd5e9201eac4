package io.tagtrail.server.config;

import io.tagtrail.core.policy.RequiredField;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `constraints:`.
final class ConstraintsReader {
  private ConstraintsReader() {}

  static List<Constraint> read(YamlView view, Set<String> environments, Expressions expressions) {
    var constraints = new ArrayList<Constraint>();
    for (var on : view.keys()) {
      view.checked(on, () -> AliasGlob.part(on));
      if (environments.stream().noneMatch(name -> Globs.matches(on, name))) {
        throw view.error(
            on, "is no environment (there are %s)".formatted(String.join(", ", environments)));
      }
      var each = view.mapping(on);
      constraints.add(constraint(on, each, expressions));
      each.done();
    }
    return constraints;
  }

  private static Constraint constraint(String on, YamlView view, Expressions expressions) {
    int approvals = view.number("approvals", 0);
    if (approvals < 0) {
      throw view.error("approvals", "must be a number of people");
    }
    return new Constraint(
        on,
        approvals,
        view.parsed("soak", Durations::parse, Duration.ZERO),
        texts(view.oneOrMore("windows", text -> text)),
        texts(view.oneOrMore("rules", text -> text)),
        texts(view.oneOrMore("signatures", text -> text)),
        texts(view.oneOrMore("annotations", text -> text)),
        view.flag("sources", false),
        Set.copyOf(texts(view.oneOrMore("required", RequiredField::parse))),
        Set.copyOf(texts(view.oneOrMore("reserved", Right::parse))),
        conditions(view.mapping("conditions"), expressions));
  }

  private static Map<Right, String> conditions(YamlView view, Expressions expressions) {
    var conditions = new EnumMap<Right, String>(Right.class);
    for (var key : view.keys()) {
      var right = view.checked(key, () -> Right.parse(key));
      if (right.isGlobal()) {
        throw view.error(key, "concerns no environment");
      }
      var cel = view.text(key);
      if (cel != null) {
        view.checked(
            key,
            () -> {
              expressions.grant(cel);
              return cel;
            });
        conditions.put(right, cel);
      }
    }
    view.done();
    return conditions;
  }

  private static <T> List<T> texts(@Nullable List<T> list) {
    return list == null ? List.of() : list;
  }
}
