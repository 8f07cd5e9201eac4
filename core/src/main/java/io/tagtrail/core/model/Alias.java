package io.tagtrail.core.model;

import java.util.regex.Pattern;

/// An application in an environment, `shop/prod`: the thing that moves. Its identity is these two
/// names alone.
public record Alias(String application, String environment) implements Comparable<Alias> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  public Alias {
    application(application);
    environment(environment);
  }

  public static Alias parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw InvalidValueException.of("an alias", text, "application/environment, as in shop/prod");
    }
    return new Alias(text.substring(0, slash), text.substring(slash + 1));
  }

  /// @throws InvalidValueException if it is not a name for an application
  public static String application(String name) {
    return name("an application name", name);
  }

  /// @throws InvalidValueException if it is not a name for an environment; one that parses as a
  ///   version is none, because Flux's `semver` references would pick the tag up
  public static String environment(String name) {
    name("an environment name", name);
    if (new Tag(name).isVersion()) {
      throw InvalidValueException.of(
          "an environment name", name, "it parses as a version, which Flux would select by semver");
    }
    return name;
  }

  private static String name(String what, String name) {
    if (!NAME.matcher(name).matches()) {
      throw InvalidValueException.of(
          what, name, "1 to 63 lower-case letters, digits and inner '-', as in shop or prod-eu");
    }
    return name;
  }

  public Stream stream() {
    return new Stream(application, environment);
  }

  @Override
  public String toString() {
    return application + "/" + environment;
  }

  @Override
  public int compareTo(Alias other) {
    return toString().compareTo(other.toString());
  }
}
