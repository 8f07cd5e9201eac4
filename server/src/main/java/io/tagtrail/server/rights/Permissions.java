package io.tagtrail.server.rights;

import io.tagtrail.core.model.Alias;
import io.tagtrail.server.Permission;
import io.tagtrail.server.config.Right;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Answers `tagtrail can-i`.
final class Permissions {
  private static final int NAMED = 5;

  private final Rights rights;
  private final Held held;

  Permissions(Rights rights, Held held) {
    this.rights = rights;
    this.held = held;
  }

  /// Every right, in the order of the enumeration.
  List<Permission> on(@Nullable Alias alias) {
    var permissions = new ArrayList<Permission>();
    boolean sees = alias != null && held.may(Right.READ, alias).allowed();
    for (var right : Right.values()) {
      if (right.isOnClusters()) {
        permissions.add(
            alias != null && alias.application().equals(Right.CLUSTERS)
                ? cluster(right, alias)
                : clusters(right));
      } else if (right.isGlobal()) {
        var decided = held.may(right, null);
        permissions.add(
            new Permission(right.label(), "everything", decided.allowed(), decided.why()));
      } else if (alias == null) {
        permissions.add(anywhere(right));
      } else {
        // The same words whether it is there or not.
        var decided = sees ? held.may(right, alias) : Decided.no("nothing allows it");
        permissions.add(
            new Permission(right.label(), alias.toString(), decided.allowed(), decided.why()));
      }
    }
    return permissions;
  }

  private Permission cluster(Right right, Alias cluster) {
    var decided = held.may(right, cluster);
    return new Permission(right.label(), cluster.toString(), decided.allowed(), decided.why());
  }

  /// Clusters are named in the rights and in tokens alone.
  private Permission clusters(Right right) {
    var named = new LinkedHashSet<>(rights.named());
    named.addAll(held.named());
    for (var alias : named) {
      if (alias.application().equals(Right.CLUSTERS) && held.may(right, alias).allowed()) {
        return new Permission(right.label(), "clusters", true, "on " + alias);
      }
    }
    var decided = held.may(right, null);
    return new Permission(right.label(), "clusters", decided.allowed(), decided.why());
  }

  private Permission anywhere(Right right) {
    var where =
        rights.aliases().stream().filter(alias -> held.may(right, alias).allowed()).toList();
    if (where.isEmpty()) {
      var decided = held.may(right, null);
      return new Permission(right.label(), "any alias", decided.allowed(), decided.why());
    }
    var names = where.stream().limit(NAMED).map(Alias::toString).collect(Collectors.joining(", "));
    return new Permission(
        right.label(),
        "any alias",
        true,
        where.size() > NAMED
            ? "on %s and %d more".formatted(names, where.size() - NAMED)
            : "on " + names);
  }
}
