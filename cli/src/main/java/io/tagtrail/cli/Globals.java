package io.tagtrail.cli;

import io.tagtrail.core.model.InvalidValueException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a backend needs to know of the call.
///
/// @param workingDirectory where the command runs; relative paths count from here
/// @param config the configuration file; null where none was named and none was found
/// @param environment the environment variables
public record Globals(
    Path workingDirectory, @Nullable Path config, Map<String, String> environment) {
  /// The name of the file that is searched for.
  public static final String FILE = "tagtrail.yaml";

  public Globals {
    environment = Map.copyOf(environment);
  }

  /// Finds the configuration: the one that was named, else by `TAGTRAIL_CONFIG`, else upwards from
  /// the working directory.
  static Globals of(
      @Nullable String named, Path workingDirectory, Map<String, String> environment) {
    var variable = environment.get("TAGTRAIL_CONFIG");
    Path config;
    if (named != null) {
      config = existing(workingDirectory, named, "--config");
    } else if (variable != null && !variable.isBlank()) {
      config = existing(workingDirectory, variable, "TAGTRAIL_CONFIG");
    } else {
      config = upwards(workingDirectory);
    }
    return new Globals(workingDirectory, config, environment);
  }

  /// @throws InvalidValueException if there is none
  public Path needConfig() {
    if (config == null) {
      throw new InvalidValueException(
          "no %s in %s or above it; name one with --config, or make one with tagtrail init"
              .formatted(FILE, workingDirectory));
    }
    return config;
  }

  private static Path existing(Path workingDirectory, String text, String by) {
    Path file;
    try {
      file = workingDirectory.resolve(text).normalize();
    } catch (java.nio.file.InvalidPathException e) {
      throw new InvalidValueException("%s names no path: %s".formatted(by, e.getReason()), e);
    }
    if (!Files.isRegularFile(file)) {
      throw new InvalidValueException("%s names %s, which is not a file".formatted(by, file));
    }
    return file;
  }

  private static @Nullable Path upwards(Path from) {
    for (Path folder = from.toAbsolutePath(); folder != null; folder = folder.getParent()) {
      var file = folder.resolve(FILE);
      if (Files.isRegularFile(file)) {
        return file;
      }
    }
    return null;
  }
}
