package io.tagtrail.server.config;

import io.tagtrail.core.model.Repository;
import io.tagtrail.server.retention.Linter;
import io.tagtrail.server.retention.RetentionRules;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A registry's own rules of retention, as its owner keeps them.
///
/// @param file where they are; null where the registry has none
/// @param repositories a glob of the repositories that they are for
public record RetentionConfig(@Nullable Path file, String repositories, RetentionRules rules) {
  /// Whether they are for a repository.
  public boolean covers(Repository repository) {
    return Linter.where(repositories).test(repository);
  }
}
