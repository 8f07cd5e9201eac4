package io.tagtrail.server.retention;

import io.tagtrail.core.model.Repository;
import java.time.Instant;
import java.util.List;

/// No rules at all: nothing that has a tag is deleted. What has none may be, as by distribution's
/// `garbage-collect -m`.
final class NoRules implements RetentionRules {
  static final NoRules NONE = new NoRules();

  private NoRules() {}

  @Override
  public RetentionKind kind() {
    return RetentionKind.NONE;
  }

  @Override
  public List<String> notes() {
    return List.of();
  }

  @Override
  public Outlook of(Version version, List<Version> all, Instant now) {
    return new Fate.Kept("the registry has no rules, and it has a tag");
  }

  @Override
  public List<String> instead(Repository repository, List<String> tags) {
    return List.of();
  }
}
