package io.tagtrail.server.config;

import io.tagtrail.core.model.Repository;
import io.tagtrail.server.retention.Linter;
import io.tagtrail.server.retention.RetentionRules;
import java.nio.file.Path;

/// A registry's own rules of retention, as its owner keeps them.
///
/// @param repositories a glob of the repositories that they are for
public record RetentionConfig(Path file, String repositories, RetentionRules rules) {
  /// Whether they are for a repository.
  public boolean covers(Repository repository) {
    return Linter.where(repositories).test(repository);
  }
}
