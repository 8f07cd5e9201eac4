package io.tagtrail.server;

import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;

/// Digests by their beginning: people paste what a table showed them, and tables show 12 digits.
final class Beginnings {
  private static final String FORM = "(sha(256|512):)?[0-9a-f]{7,128}";
  private static final int PAGE = 500;

  private final Ledger ledger;

  Beginnings(Ledger ledger) {
    this.ledger = ledger;
  }

  /// Whether a text has the form of a digest's beginning: 7 digits or more, with or without the
  /// algorithm.
  static boolean is(String text) {
    return text.matches(FORM);
  }

  /// The digests with this beginning that were live, or seen, at aliases. Reads every change of
  /// them.
  Set<Digest> find(String beginning, Predicate<Alias> where) {
    var found = new LinkedHashSet<Digest>();
    for (var alias : ledger.aliases()) {
      if (where.test(alias)) {
        find(alias, beginning, found);
      }
    }
    return found;
  }

  private void find(Alias alias, String beginning, Set<Digest> found) {
    long before = Long.MAX_VALUE;
    while (true) {
      var page = ledger.changes(alias, before, PAGE);
      for (var entry : page) {
        var digest = entry.event().needChange().digest();
        if (digest != null && has(digest, beginning)) {
          found.add(digest);
        }
      }
      if (page.size() < PAGE) {
        return;
      }
      before = page.getLast().event().needChange().sequence();
    }
  }

  private static boolean has(Digest digest, String beginning) {
    return digest.toString().startsWith(beginning)
        || (beginning.indexOf(':') < 0 && digest.hex().startsWith(beginning));
  }
}
