package io.tagtrail.flux.discovery;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Guesses what an alias could be called from where its tag lives. A person decides.
final class Names {
  /// What environments are called, where the tag itself says nothing.
  private static final Set<String> ENVIRONMENTS =
      Set.of(
          "dev",
          "development",
          "test",
          "testing",
          "qa",
          "int",
          "integration",
          "stage",
          "staging",
          "preprod",
          "preproduction",
          "uat",
          "prod",
          "production",
          "live",
          "sandbox",
          "canary");

  /// Tags that say nothing.
  private static final Set<String> EMPTY = Set.of("latest", "main", "master", "current", "head");

  /// Parts of a path that name a kind of content and no application.
  private static final Set<String> GENERIC =
      Set.of(
          "apps",
          "manifests",
          "manifest",
          "deploy",
          "deployment",
          "config",
          "charts",
          "chart",
          "bundle",
          "bundles",
          "gitops",
          "flux",
          "k8s",
          "kubernetes",
          "artifacts",
          "artifact",
          "kustomize");

  private Names() {}

  /// The environment; null where no name can be made of the tag.
  static @Nullable String environment(Location location) {
    var tag = location.tag().value();
    if (EMPTY.contains(tag)) {
      for (var part : parts(location)) {
        if (ENVIRONMENTS.contains(part)) {
          return part;
        }
      }
    }
    var name = name(tag);
    try {
      return name.isEmpty() ? null : Alias.environment(name);
    } catch (InvalidValueException e) {
      return null;
    }
  }

  /// Names for the application, the shortest first: each further one says more of the path.
  static List<String> applications(Location location, String environment) {
    var parts = new ArrayList<>(parts(location));
    if (parts.size() > 1) {
      parts.removeIf(part -> part.equals(environment) && EMPTY.contains(location.tag().value()));
    }
    var telling = parts.stream().filter(part -> !GENERIC.contains(part)).toList();
    var from = telling.isEmpty() ? parts : telling;
    var names = new ArrayList<String>();
    var name = "";
    for (int i = from.size() - 1; i >= 0; i--) {
      name = name.isEmpty() ? from.get(i) : from.get(i) + "-" + name;
      add(names, name);
    }
    add(names, name(location.repository().registry()) + "-" + name);
    return names;
  }

  private static void add(List<String> names, String name) {
    try {
      names.add(Alias.application(name(name)));
    } catch (InvalidValueException e) {
      // Too long, or nothing is left of it: another one fits, or none.
    }
  }

  private static List<String> parts(Location location) {
    return List.of(location.repository().path().split("/", -1));
  }

  private static String name(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
  }
}
