package io.tagtrail.testkit.ledger;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the questions of the port match, written as plainly as possible: stores with indexes are
/// compared with this.
final class Matches {
  private static final Pattern PREFIX = Pattern.compile("[0-9a-f]{7,64}");
  private static final Pattern COMMIT =
      Pattern.compile("(?:.*@)?sha(?:1|256):([0-9a-f]{7,64})|(?:.*/)?([0-9a-f]{40}|[0-9a-f]{64})");

  private Matches() {}

  static boolean changeBefore(Entry entry, long sequence) {
    return entry.event().kind().changesState() && entry.event().needChange().sequence() < sequence;
  }

  static boolean bundle(Event event, Digest bundle) {
    var change = event.change();
    if (change != null) {
      var possible = change.possible();
      if (bundle.equals(change.digest())
          || (possible != null && bundle.equals(possible.digest()))) {
        return true;
      }
    }
    var stop = event.stop();
    return bundle.equals(event.subject()) || (stop != null && bundle.equals(stop.bundle()));
  }

  static String commitPrefix(String commit) {
    var prefix = commit.toLowerCase(Locale.ROOT);
    if (!PREFIX.matcher(prefix).matches()) {
      throw new InvalidValueException(
          "not a commit: '%s' (its hash, or the first 7 digits or more)"
              .formatted(Text.clipped(commit, 120)));
    }
    return prefix;
  }

  static boolean commit(Event event, String prefix) {
    var revision = event.facts().source().revision();
    if (revision == null) {
      return false;
    }
    var form = COMMIT.matcher(revision.toLowerCase(Locale.ROOT));
    if (!form.matches()) {
      return false;
    }
    var hash = form.group(1) != null ? form.group(1) : form.group(2);
    return hash.startsWith(prefix);
  }
}
