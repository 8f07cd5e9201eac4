package io.tagtrail.server.config;

import io.tagtrail.server.config.RightsConfig.Condition;
import io.tagtrail.server.config.RightsConfig.Grant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads `rights:`, of the main file or of a team's.
final class RightsReader {
  private final Expressions expressions;
  private final @Nullable Team team;
  private final List<Constraint> constraints;
  private final Set<String> environments;

  /// @param team null for the main file
  RightsReader(
      Expressions expressions,
      @Nullable Team team,
      List<Constraint> constraints,
      Set<String> environments) {
    this.expressions = expressions;
    this.team = team;
    this.constraints = constraints;
    this.environments = environments;
  }

  List<Grant> read(List<YamlView> items) {
    var grants = new ArrayList<Grant>();
    for (var item : items) {
      grants.add(grant(item));
    }
    return grants;
  }

  /// The conditions of the constraints.
  static List<Condition> conditions(List<Constraint> constraints) {
    var conditions = new ArrayList<Condition>();
    for (var constraint : constraints) {
      constraint
          .conditions()
          .forEach((right, cel) ->
              conditions.add(
                  new Condition(
                      "constraints.%s.conditions.%s".formatted(constraint.on(), right.label()),
                      Set.of(right),
                      new AliasGlob("*", constraint.on()),
                      cel)));
    }
    return conditions;
  }

  private Grant grant(YamlView view) {
    var name = view.text("name");
    var allow = view.oneOrMore("allow", Right::parse);
    var deny = view.oneOrMore("deny", Right::parse);
    var on = view.oneOrMore("on", AliasGlob::parse);
    var when = view.text("when");
    view.done();
    var rights = allow == null ? deny : allow;
    if (rights == null || rights.isEmpty() || (allow != null && deny != null)) {
      throw view.error("needs either allow or deny, with at least one right");
    }
    if (when != null) {
      view.checked(
          "when",
          () -> {
            expressions.grant(when);
            return when;
          });
    }
    var where = on == null ? everywhere(view) : on;
    var grant =
        view.checked(() ->
            new Grant(
                name == null ? view.place() : name,
                allow == null,
                new LinkedHashSet<>(rights),
                where,
                when,
                team == null ? null : team.name()));
    check(view, grant);
    return grant;
  }

  /// A team means its own applications where it says nothing; a platform says it.
  private List<AliasGlob> everywhere(YamlView view) {
    if (team == null) {
      throw view.error("needs on, as in on: [shop/*] or on: [\"*/*\"]");
    }
    return team.applications().stream().map(name -> new AliasGlob(name, "*")).toList();
  }

  private void check(YamlView view, Grant grant) {
    for (var right : grant.rights()) {
      if (right.isGlobal() && grant.on().stream().noneMatch(AliasGlob::isAll)) {
        throw view.error(
            "names %s, which is a right on everything: on must be [\"*/*\"]"
                .formatted(right.label()));
      }
    }
    if (grant.rights().stream().anyMatch(Right::isOnClusters)
        && grant.on().stream().noneMatch(glob -> glob.matchesApplication(Right.CLUSTERS))) {
      throw view.error(
          "names report, which is a right on clusters: on must be as [clusters/prod-eu] or"
              + " [clusters/*]");
    }
    if (team == null) {
      return;
    }
    for (var glob : grant.on()) {
      if (!team.ownsAll(glob.application())) {
        throw view.error(
            "on",
            "names %s, and the applications of the team %s are %s"
                .formatted(glob, team.name(), String.join(", ", team.applications())));
      }
      if (!grant.deny()) {
        reserved(view, grant, glob);
      }
    }
  }

  private void reserved(YamlView view, Grant grant, AliasGlob glob) {
    for (var right : grant.rights()) {
      for (var constraint : constraints) {
        if (constraint.reserved().contains(right)
            && environments.stream()
                .anyMatch(name -> constraint.covers(name) && glob.matchesEnvironment(name))) {
          throw view.error(
              "allow",
              "grants %s on %s, which constraints.%s reserves to the platform"
                  .formatted(right.label(), glob, constraint.on()));
        }
      }
    }
  }
}
