package io.tagtrail.server.rights;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.config.AliasGlob;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.config.RightsConfig;
import io.tagtrail.server.config.RightsConfig.Condition;
import io.tagtrail.server.config.RightsConfig.Grant;
import io.tagtrail.server.identity.Identity;
import io.tagtrail.server.rules.Cel;
import io.tagtrail.server.rules.CelValues;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The rights of one identity.
final class Held {
  private static final Pattern USES_ALIAS = Pattern.compile("\\balias\\b");
  private static final int NAME_BYTES = 80;

  private final RightsConfig config;
  private final Rights rights;
  private final Identity identity;
  private final Map<String, Object> variables;
  // Only of expressions that are the same for every alias: a board asks them thousands of times.
  private final Map<String, Cel.Answer> answers = new ConcurrentHashMap<>();

  Held(RightsConfig config, Rights rights, Identity identity) {
    this.config = config;
    this.rights = rights;
    this.identity = identity;
    this.variables = variables(identity);
  }

  /// What the token of this identity names without a star.
  List<Alias> named() {
    var scope = identity.scope();
    return scope == null
        ? List.of()
        : scope.aliases().stream()
            .filter(place -> place.indexOf('*') < 0)
            .flatMap(place -> alias(place).stream())
            .toList();
  }

  private static Optional<Alias> alias(String place) {
    try {
      return Optional.of(Alias.parse(place));
    } catch (InvalidValueException e) {
      // A scope may hold what no name is.
      return Optional.empty();
    }
  }

  private static Map<String, Object> variables(Identity identity) {
    var mover = identity.mover();
    var who = new LinkedHashMap<String, Object>();
    who.put("kind", mover.kind().label());
    who.put("groups", identity.groups().stream().sorted().toList());
    who.put("linked", identity.linked());
    if (mover.issuer() != null) {
      who.put("issuer", mover.issuer());
    }
    var subject = mover.subject() == null ? identity.person() : mover.subject();
    if (subject != null) {
      who.put("subject", subject);
    }
    return Map.of("identity", who, "claims", CelValues.ofClaims(identity.claims()));
  }

  /// @param alias null for a right on everything, and for anywhere where it is one on aliases
  Decided may(Right right, @Nullable Alias alias) {
    if (right.isGlobal()) {
      return decide(right, null);
    }
    if (alias == null) {
      return right.isOnClusters() ? decide(right, null) : anywhere(right);
    }
    var decided = decide(right, alias);
    if (decided.allowed() || right != Right.READ) {
      return decided;
    }
    return denied(Right.READ, alias) != null || unmet(Right.READ, alias) != null
        ? decided
        : implied(alias, decided);
  }

  /// Whoever may do anything on an alias may see it.
  private Decided implied(Alias alias, Decided otherwise) {
    for (var other : Right.values()) {
      if (other != Right.READ
          && !other.isGlobal()
          && !other.isOnClusters()
          && decide(other, alias).allowed()) {
        return Decided.yes("whoever may " + other.label() + " may read");
      }
    }
    return otherwise;
  }

  private Decided anywhere(Right right) {
    return rights.named().stream()
        .filter(alias -> may(right, alias).allowed())
        .findFirst()
        .map(alias -> Decided.yes("on " + alias))
        .orElseGet(() -> Decided.no("nothing allows it anywhere"));
  }

  private Decided decide(Right right, @Nullable Alias alias) {
    var scope = identity.scope();
    if (scope != null && !scope.covers(right.label(), alias)) {
      return Decided.no("the token is not for it");
    }
    var denied = denied(right, alias);
    if (denied != null) {
      return Decided.no("denied by " + Text.clipped(denied.name(), NAME_BYTES));
    }
    var unmet = unmet(right, alias);
    if (unmet != null) {
      return Decided.no("%s is not met".formatted(Text.clipped(unmet.name(), NAME_BYTES)));
    }
    return granted(right, alias);
  }

  private @Nullable Condition unmet(Right right, @Nullable Alias alias) {
    return config.conditions().stream()
        .filter(condition -> condition.rights().contains(right))
        .filter(condition -> covers(List.of(condition.on()), alias))
        .filter(condition -> !(answer(condition.when(), alias) instanceof Cel.Answer.True))
        .findFirst()
        .orElse(null);
  }

  private @Nullable Grant denied(Right right, @Nullable Alias alias) {
    return config.grants().stream()
        .filter(Grant::deny)
        .filter(grant -> concerns(grant, right, alias))
        // What cannot be told is denied.
        .filter(grant ->
            grant.when() == null || !(answer(grant.when(), alias) instanceof Cel.Answer.False))
        .findFirst()
        .orElse(null);
  }

  private Decided granted(Right right, @Nullable Alias alias) {
    Decided failed = null;
    for (var grant : config.grants()) {
      if (grant.deny() || !concerns(grant, right, alias)) {
        continue;
      }
      var name = Text.clipped(grant.name(), NAME_BYTES);
      switch (grant.when() == null ? new Cel.Answer.True() : answer(grant.when(), alias)) {
        case Cel.Answer.True yes -> {
          return Decided.yes("allowed by " + name);
        }
        case Cel.Answer.Failed why ->
            failed =
                Objects.requireNonNullElse(
                    failed,
                    Decided.no(
                        "nothing allows it; %s could not be evaluated: %s"
                            .formatted(name, why.why())));
        case Cel.Answer.False no -> {}
      }
    }
    return failed == null ? Decided.no("nothing allows it") : failed;
  }

  private static boolean concerns(Grant grant, Right right, @Nullable Alias alias) {
    return grant.rights().contains(right) && covers(grant.on(), alias);
  }

  private static boolean covers(List<AliasGlob> globs, @Nullable Alias alias) {
    return globs.stream().anyMatch(glob -> alias == null ? glob.isAll() : glob.matches(alias));
  }

  private Cel.Answer answer(String when, @Nullable Alias alias) {
    return USES_ALIAS.matcher(when).find()
        ? evaluate(when, alias)
        : answers.computeIfAbsent(when, text -> evaluate(text, null));
  }

  private Cel.Answer evaluate(String when, @Nullable Alias alias) {
    var all = new LinkedHashMap<>(variables);
    all.put(
        "alias",
        Map.of(
            "application", alias == null ? "" : alias.application(),
            "environment", alias == null ? "" : alias.environment()));
    return Cel.grants().evaluate(when, all);
  }
}
