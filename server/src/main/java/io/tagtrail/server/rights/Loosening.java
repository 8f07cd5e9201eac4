package io.tagtrail.server.rights;

import io.tagtrail.core.model.Alias;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.PolicyPreview;
import io.tagtrail.server.config.Right;
import java.util.regex.Pattern;

/// A policy that lets more through is made the active one by somebody who cannot use what it lets
/// through: whoever may move an alias that it is about may not.
final class Loosening {
  private static final Pattern ABOUT =
      Pattern.compile("([a-z0-9-]+)(?:/([a-z0-9-]+))?(?:[: ].*)?", Pattern.DOTALL);

  private Loosening() {}

  /// @throws ForbiddenException if the identity could use what becomes looser
  static void refuse(PolicyPreview preview, Rights rights, Held held) {
    for (var sentence : preview.loosened()) {
      for (var alias : rights.named()) {
        if (isAbout(sentence, alias, rights)) {
          refuse(sentence, alias, held);
        }
      }
    }
  }

  private static void refuse(String sentence, Alias alias, Held held) {
    for (var right : Right.values()) {
      if (right.moves() && held.may(right, alias).allowed()) {
        throw new ForbiddenException(
            Right.ADMIN.label(),
            "everything",
            ("this policy is looser (%s), and you have the right to %s on %s: somebody without it has"
                    + " to apply it")
                .formatted(sentence, right.label(), alias));
      }
    }
  }

  /// A sentence begins with the environment or the alias that it is about; one that does not is
  /// taken to be about all.
  private static boolean isAbout(String sentence, Alias alias, Rights rights) {
    var match = ABOUT.matcher(sentence);
    if (!match.matches()) {
      return true;
    }
    var first = match.group(1);
    var second = match.group(2);
    if (second != null) {
      return alias.toString().equals(first + "/" + second);
    }
    boolean names = rights.named().stream().anyMatch(each -> each.environment().equals(first));
    return !names || alias.environment().equals(first);
  }
}
