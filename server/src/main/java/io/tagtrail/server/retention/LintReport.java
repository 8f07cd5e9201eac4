package io.tagtrail.server.retention;

import io.tagtrail.core.model.Repository;
import java.util.List;
import java.util.Map;

/// What a file of retention rules does to the bundles that aliases need.
///
/// @param notes what of the file was not judged, or is other than it looks
/// @param judged every bundle, by alias
/// @param instead what to write, for each repository that loses a bundle
public record LintReport(
    RetentionKind kind,
    List<String> notes,
    List<Judged> judged,
    Map<Repository, List<String>> instead) {
  public LintReport {
    notes = List.copyOf(notes);
    judged = List.copyOf(judged);
    instead = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(instead));
  }

  /// One bundle.
  public record Judged(Target target, Fate fate, Level level) {}

  /// How bad it is.
  public enum Level {
    /// It stays for as long as it is needed.
    OK,
    /// It cannot be said.
    UNCLEAR,
    /// It goes while it is needed.
    DIES
  }

  public long count(Level level) {
    return judged.stream().filter(each -> each.level() == level).count();
  }

  public boolean clean() {
    return count(Level.OK) == judged.size();
  }
}
