package io.tagtrail.bundle.diff;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The source of two bundles, as a link to what differs in it.
///
/// Forms of a revision, as Flux writes them: `main@sha1:<sha>`, `refs/heads/main@sha1:<sha>`, the
/// older `main/<sha>`; also a bare `<sha>`, and `sha1:<sha>`. Forms of a link: GitHub's
/// `/compare/a...b`, GitLab's `/-/compare/a...b`.
public final class Commits {
  private static final Pattern REVISION =
      Pattern.compile("(?:.*@)?(?:sha(?:1|256):)?([0-9a-f]{40}|[0-9a-f]{64})|.*/([0-9a-f]{40})");

  /// `https://host/path`, `ssh://git@host/path`, `git@host:path`.
  private static final Pattern ADDRESS =
      Pattern.compile(
          "(?:https?://|ssh://|git://)?(?:[^@/]+@)?([A-Za-z0-9.-]+)(?::\\d+)?[:/]([A-Za-z0-9._~/-]+)");

  private Commits() {}

  /// The commit of a revision.
  public static Optional<String> commit(@Nullable String revision) {
    if (revision == null) {
      return Optional.empty();
    }
    var matcher = REVISION.matcher(revision);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return Optional.of(matcher.group(1) != null ? matcher.group(1) : matcher.group(2));
  }

  /// A page that shows what differs; empty where the sources are not of one repository at GitHub or
  /// GitLab, or have no commits, or the same.
  ///
  /// @param forges the hosts that are believed to be one
  public static Optional<String> compare(
      Forges forges,
      @Nullable String repositoryBefore,
      @Nullable String revisionBefore,
      @Nullable String repositoryAfter,
      @Nullable String revisionAfter) {
    var from = commit(revisionBefore);
    var to = commit(revisionAfter);
    var home = home(repositoryAfter);
    if (from.isEmpty()
        || to.isEmpty()
        || from.equals(to)
        || home == null
        || !Objects.equals(home, home(repositoryBefore))) {
      return Optional.empty();
    }
    var host = home.substring(0, home.indexOf('/')).toLowerCase(Locale.ROOT);
    var between = from.get() + "..." + to.get();
    if (forges.github().contains(host)) {
      return Optional.of("https://" + home + "/compare/" + between);
    }
    return forges.gitlab().contains(host)
        ? Optional.of("https://" + home + "/-/compare/" + between)
        : Optional.empty();
  }

  /// `host/path` of a repository's address, without the number that it has after a `#` where a
  /// token named it; null where it has none.
  private static @Nullable String home(@Nullable String repository) {
    if (repository == null) {
      return null;
    }
    var matcher = ADDRESS.matcher(repository.strip().replaceFirst("#\\d+$", ""));
    if (!matcher.matches()) {
      return null;
    }
    var path = matcher.group(2).replaceAll("/+$", "").replaceAll("\\.git$", "");
    return path.isEmpty() || path.contains("..")
        ? null
        : matcher.group(1) + "/" + path.replaceAll("^/+", "");
  }
}
