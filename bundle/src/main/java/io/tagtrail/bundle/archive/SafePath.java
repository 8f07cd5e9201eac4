package io.tagtrail.bundle.archive;

import io.tagtrail.bundle.bound.UnreadableException;
import io.tagtrail.core.model.Text;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The names in an archive, as paths that stay below its root. Nothing is ever written under them;
/// but they are shown, compared and recorded, and a client that unpacks the same archive would
/// leave its folder.
final class SafePath {
  private SafePath() {}

  /// The path without `./` and empty steps; the empty text for the root itself.
  ///
  /// @throws UnreadableException if it is absolute, has a `..`, a backslash or a character that is
  ///   not for printing, or is longer than it may be
  static String of(String name, int maxBytes) {
    if (name.isEmpty() || !Text.fits(name, maxBytes)) {
      throw new UnreadableException(
          "it has a path that is empty, longer than %d bytes or not for printing: %s"
              .formatted(maxBytes, Text.clipped(name, 80)));
    }
    if (name.startsWith("/") || name.indexOf('\\') >= 0) {
      throw escapes(name);
    }
    var steps = new ArrayDeque<String>();
    for (var step : name.split("/", -1)) {
      if (step.equals("..")) {
        throw escapes(name);
      }
      if (!step.isEmpty() && !step.equals(".")) {
        steps.add(step);
      }
    }
    return String.join("/", steps);
  }

  /// Where a relative path leads from a folder, `..` included; null where it leaves the tree.
  static @Nullable String from(String folder, String target) {
    if (target.startsWith("/") || target.indexOf('\\') >= 0) {
      return null;
    }
    var steps = new ArrayDeque<String>();
    for (var step : (folder + "/" + target).split("/", -1)) {
      if (step.equals("..")) {
        if (steps.pollLast() == null) {
          return null;
        }
      } else if (!step.isEmpty() && !step.equals(".")) {
        steps.add(step);
      }
    }
    return String.join("/", steps);
  }

  private static UnreadableException escapes(String name) {
    return new UnreadableException(
        "it has a path that leads out of it: " + Text.clipped(name, 120));
  }
}
