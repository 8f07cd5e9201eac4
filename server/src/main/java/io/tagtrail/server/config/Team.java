package io.tagtrail.server.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a platform leaves to a team.
///
/// @param file the team's file
/// @param label the file, as the main file names it
/// @param applications patterns of the names of its applications
/// @param locations what each of its locations begins with; null: anything
record Team(
    String name, Path file, String label, List<String> applications, @Nullable String locations) {
  Team {
    applications = List.copyOf(applications);
  }

  boolean owns(String application) {
    return applications.stream().anyMatch(glob -> Globs.matches(glob, application));
  }

  /// Whether every application of a pattern is the team's.
  boolean ownsAll(String pattern) {
    return applications.stream().anyMatch(glob -> Globs.within(pattern, glob));
  }
}
