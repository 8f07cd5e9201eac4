package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Where a secret is: in an environment variable, or in a file. A file is read anew each time, so
/// that a changed one counts at once.
public record SecretPlace(@Nullable String variable, @Nullable Path file) {
  public SecretPlace {
    if ((variable == null) == (file == null)) {
      throw new InvalidValueException("a secret is in an environment variable or in a file");
    }
  }

  /// Reads `fooEnv` or `fooFile`; null where neither is there.
  static @Nullable SecretPlace read(YamlView view, String foo, Reading reading) {
    var variable = view.text(foo + "Env");
    var file = view.parsed(foo + "File", reading::path);
    if (variable == null && file == null) {
      return null;
    }
    if (variable != null && file != null) {
      throw view.error(foo + "File", "excludes " + foo + "Env");
    }
    return new SecretPlace(variable, file);
  }

  /// The secret.
  ///
  /// @param what for the message
  /// @throws ConfigException if it is not there; the message names the place only
  public String read(String what, Map<String, String> env) {
    return Objects.requireNonNull(Secrets.read(what, variable, file, env), "one place is named");
  }
}
