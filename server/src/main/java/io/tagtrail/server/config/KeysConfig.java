package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The keys that sign, and those that count, by name. What is private stands nowhere in the
/// configuration: it names where it is.
public record KeysConfig(Map<String, Key> keys) {
  public static final KeysConfig USUAL = new KeysConfig(Map.of());
  public static final int MOST = 64;
  public static final int MOST_PUBLIC = 8;

  public KeysConfig {
    if (keys.size() > MOST) {
      throw new InvalidValueException("must be at most %d keys".formatted(MOST));
    }
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
  }

  /// A key.
  ///
  /// @param variable the environment variable that holds the private half
  /// @param file the file that holds it; neither for a key of somebody else, which counts and
  ///   cannot sign here
  /// @param publicFile the file that `publics` was read from; null where they stand in the
  ///   configuration
  /// @param publics public halves that count, PEM: the current one and, after a rotation, those
  ///   before it
  public record Key(
      @Nullable String variable,
      @Nullable Path file,
      @Nullable Path publicFile,
      List<String> publics) {
    public Key {
      publics = List.copyOf(publics);
      if (variable != null && file != null) {
        throw new InvalidValueException("env and file exclude each other");
      }
      if (publics.size() > MOST_PUBLIC) {
        throw new InvalidValueException(
            "has %d public halves; %d at most count".formatted(publics.size(), MOST_PUBLIC));
      }
      if (variable == null && file == null && publics.isEmpty()) {
        throw new InvalidValueException(
            "needs a private half to sign with (file or env), or public halves that count (public)");
      }
    }

    /// Whether this process may sign with it.
    public boolean signs() {
      return variable != null || file != null;
    }
  }
}
