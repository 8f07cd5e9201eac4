package io.tagtrail.bundle.diff;

import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The hosts whose pages are linked to, by exact name: anybody can name a host like a product, and
/// a source is what a pipeline or a registry said.
///
/// @param github hosts with GitHub's pages
/// @param gitlab hosts with GitLab's pages
public record Forges(Set<String> github, Set<String> gitlab) {
  /// Those that everybody knows.
  public static final Forges PUBLIC = new Forges(Set.of("github.com"), Set.of("gitlab.com"));

  public Forges {
    github = lower(github);
    gitlab = lower(gitlab);
  }

  private static Set<String> lower(Set<String> hosts) {
    return hosts.stream()
        .map(host -> host.toLowerCase(Locale.ROOT))
        .collect(Collectors.toUnmodifiableSet());
  }
}
