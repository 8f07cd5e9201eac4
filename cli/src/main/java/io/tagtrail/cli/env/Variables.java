package io.tagtrail.cli.env;

import io.tagtrail.core.model.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Environment variables, read within bounds. What does not fit, or holds hostile characters, is
/// left out with a warning: a runner's odd variable must not stop a release, and must not reach the
/// ledger either.
final class Variables {
  private final Map<String, String> environment;
  private final List<String> warnings = new ArrayList<>();

  Variables(Map<String, String> environment) {
    this.environment = environment;
  }

  List<String> warnings() {
    return warnings;
  }

  boolean is(String name, String value) {
    return value.equals(environment.get(name));
  }

  boolean has(String name) {
    return !environment.getOrDefault(name, "").isBlank();
  }

  /// The value, if it is there and within its bound.
  @Nullable String text(String name, int maxBytes) {
    var value = environment.get(name);
    if (value == null || value.isBlank()) {
      return null;
    }
    if (!Text.fits(value, maxBytes)) {
      warnings.add(
          "%s is left out: longer than %d bytes, or with characters that are not allowed: '%s'"
              .formatted(name, maxBytes, Text.clipped(value, 40)));
      return null;
    }
    return value;
  }

  @Nullable Long number(String name) {
    var value = text(name, 64);
    if (value == null) {
      return null;
    }
    if (value.matches("[0-9]{1,15}")) {
      return Long.valueOf(value);
    }
    warnings.add("%s is left out: not a number: '%s'".formatted(name, Text.clipped(value, 40)));
    return null;
  }

  @Nullable String url(String name, int maxBytes) {
    var value = text(name, maxBytes);
    return value == null ? null : web(name, value);
  }

  /// The address, if it is one of the web.
  @Nullable String web(String name, String value) {
    if (WebAddress.holdsPassword(value)) {
      // Without its value: it is about to be a line in a log.
      warnings.add(name + " is left out: it holds a user or password, and the ledger keeps it");
      return null;
    }
    if (value.startsWith("https://") || value.startsWith("http://")) {
      return value;
    }
    warnings.add(
        "%s is left out: not an http or https address: '%s'"
            .formatted(name, Text.clipped(value, 40)));
    return null;
  }

  /// A made-up value, if it fits its bound.
  @Nullable String joined(String what, String value, int maxBytes) {
    if (Text.fits(value, maxBytes)) {
      return value;
    }
    warnings.add("%s is left out: longer than %d bytes".formatted(what, maxBytes));
    return null;
  }
}
