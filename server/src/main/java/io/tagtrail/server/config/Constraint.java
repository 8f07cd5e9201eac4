package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.Expression;
import io.tagtrail.core.policy.Gates;
import io.tagtrail.core.policy.RequiredField;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.policy.SignatureRule;
import io.tagtrail.core.policy.Window;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a platform lets nobody loosen, in the environments that a pattern names.
///
/// @param on the pattern of environments
/// @param approvals how many people at least
/// @param soak how long at least
/// @param windows names of windows that must be there
/// @param rules names of rules that must be there
/// @param signatures names of signatures that must be there
/// @param annotations that must be asked for
/// @param sources whether sources must be limited
/// @param required fields that must be required
/// @param reserved rights that a team's file cannot grant there
/// @param conditions what must hold of whoever uses a right there, whoever granted it: CEL
record Constraint(
    String on,
    int approvals,
    Duration soak,
    List<String> windows,
    List<String> rules,
    List<String> signatures,
    List<String> annotations,
    boolean sources,
    Set<RequiredField> required,
    Set<Right> reserved,
    Map<Right, String> conditions) {
  Constraint {
    windows = List.copyOf(windows);
    rules = List.copyOf(rules);
    signatures = List.copyOf(signatures);
    annotations = List.copyOf(annotations);
    required = Set.copyOf(required);
    reserved = reserved.isEmpty() ? Set.of() : Set.copyOf(EnumSet.copyOf(reserved));
    conditions = Map.copyOf(conditions);
  }

  boolean covers(String environment) {
    return Globs.matches(on, environment);
  }

  /// @throws InvalidValueException saying what the rules of an environment lack
  void check(Rules environment) {
    check(environment.gates());
    for (var field : required) {
      if (!environment.required().contains(field)) {
        throw lacks("required must name %s".formatted(field.label()));
      }
    }
  }

  /// @throws InvalidValueException saying what the gates lack
  void check(Gates gates) {
    if (gates.needed() < approvals) {
      throw lacks("approvals must be at least %d, not %d".formatted(approvals, gates.needed()));
    }
    if (gates.soak().compareTo(soak) < 0) {
      throw lacks(
          "soak must be at least %s, not %s"
              .formatted(Durations.text(soak), Durations.text(gates.soak())));
    }
    names("windows", windows, gates.windows().stream().map(Window::name).toList());
    names("rules", rules, gates.rules().stream().map(Expression::name).toList());
    names("signatures", signatures, gates.signatures().stream().map(SignatureRule::name).toList());
    names("annotations", annotations, gates.annotations().keySet());
    if (sources && gates.sources().isEmpty()) {
      throw lacks("sources must be limited");
    }
  }

  private void names(String key, List<String> wanted, Collection<String> there) {
    for (var name : wanted) {
      if (!there.contains(name)) {
        throw lacks("%s must have %s".formatted(key, name));
      }
    }
  }

  private InvalidValueException lacks(String what) {
    return new InvalidValueException("constraints.%s: %s".formatted(on, what));
  }
}
