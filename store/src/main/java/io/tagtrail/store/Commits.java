package io.tagtrail.store;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The commit in a source revision. Flux writes `main@sha1:<hash>` or
/// `refs/heads/main@sha1:<hash>`, and `main/<hash>` before its version 2; people write the hash
/// alone.
final class Commits {
  private static final Pattern MARKED = Pattern.compile("(?:.*@)?sha(?:1|256):([0-9a-f]{7,64})");
  private static final Pattern BARE = Pattern.compile("(?:.*/)?([0-9a-f]{40}|[0-9a-f]{64})");
  private static final Pattern ASKED = Pattern.compile("[0-9a-f]{7,64}");

  private Commits() {}

  /// The hash in lower case; null where the revision holds none.
  static @Nullable String of(String revision) {
    var text = revision.toLowerCase(Locale.ROOT);
    var marked = MARKED.matcher(text);
    if (marked.matches()) {
      return marked.group(1);
    }
    var bare = BARE.matcher(text);
    return bare.matches() ? bare.group(1) : null;
  }

  /// What somebody asks for: a hash, or its beginning.
  ///
  /// @throws InvalidValueException if it has fewer than 7 digits or anything else than digits
  static String asked(String commit) {
    var text = commit.toLowerCase(Locale.ROOT);
    if (!ASKED.matcher(text).matches()) {
      throw new InvalidValueException(
          "not a commit: '%s' (its hash, or the first 7 digits or more)"
              .formatted(Text.clipped(commit, 120)));
    }
    return text;
  }
}
