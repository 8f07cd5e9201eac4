package io.tagtrail.server.retention;

import io.tagtrail.core.model.Repository;
import java.time.Instant;
import java.util.List;

/// The retention rules of one file, read and ready to be asked.
public interface RetentionRules {
  RetentionKind kind();

  /// What of the file is not judged, or is other than its writer may think: unknown keys first of
  /// all.
  List<String> notes();

  /// What becomes of a bundle.
  ///
  /// @param all the bundles that are known to be in the same repository, this one among them, with
  ///   what Tagtrail attached to them; there may be more
  Outlook of(Version version, List<Version> all, Instant now);

  /// What to write so that the tags of these environments, and their keep-tags, are kept in a
  /// repository; lines for people to paste.
  ///
  /// @param tags the alias tags: `prod`, `preprod`
  List<String> instead(Repository repository, List<String> tags);
}
