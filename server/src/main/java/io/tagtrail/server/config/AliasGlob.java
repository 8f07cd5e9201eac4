package io.tagtrail.server.config;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.regex.Pattern;

/// Aliases by pattern: `shop/prod`, `shop/*`, `*/prod`, `pay-*/prod`. A `*` stands for any number
/// of characters of one of the two names.
public record AliasGlob(String application, String environment) {
  private static final Pattern PART = Pattern.compile("[a-z0-9*-]{1,63}");

  /// Every alias.
  public static final AliasGlob ALL = new AliasGlob("*", "*");

  public AliasGlob {
    part(application);
    part(environment);
  }

  /// @throws InvalidValueException if the text has not that form
  public static AliasGlob parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || text.indexOf('/', slash + 1) >= 0) {
      throw new InvalidValueException(
          "not a pattern of aliases: '%s' (shop/prod, shop/*, */prod, pay-*/*)"
              .formatted(Text.clipped(text, 140)));
    }
    return new AliasGlob(text.substring(0, slash), text.substring(slash + 1));
  }

  /// @throws InvalidValueException if the text is no pattern of names
  public static String part(String text) {
    if (!PART.matcher(text).matches()) {
      throw new InvalidValueException(
          "not a pattern of names: '%s' (lower-case letters, digits, '-' and '*')"
              .formatted(Text.clipped(text, 80)));
    }
    return text;
  }

  public boolean matches(Alias alias) {
    return Globs.matches(application, alias.application())
        && Globs.matches(environment, alias.environment());
  }

  public boolean matchesApplication(String name) {
    return Globs.matches(application, name);
  }

  public boolean matchesEnvironment(String name) {
    return Globs.matches(environment, name);
  }

  /// Whether it is every alias.
  public boolean isAll() {
    return application.equals("*") && environment.equals("*");
  }

  @Override
  public String toString() {
    return application + "/" + environment;
  }
}
