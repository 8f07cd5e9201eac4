package io.tagtrail.server;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds where a bundle, a commit or a pipeline's run was live.
final class Search {
  private final Ledger ledger;
  private final Teller teller;

  Search(Ledger ledger) {
    this.ledger = ledger;
    this.teller = new Teller(ledger);
  }

  List<Found> search(String what, int limit) {
    var found = new ArrayList<Found>();
    long before = Long.MAX_VALUE;
    while (found.size() < limit) {
      var page = page(what, before, limit);
      for (var entry : page) {
        var kind = entry.event().kind();
        if (kind.changesState() && kind != EventKind.INDETERMINATE && found.size() < limit) {
          found.add(found(entry));
        }
      }
      if (page.size() < limit) {
        break;
      }
      before = page.getLast().index();
    }
    return found;
  }

  private List<Entry> page(String what, long before, int limit) {
    if (Digest.isDigest(what)) {
      return ledger.byBundle(Digest.parse(what), before, limit);
    }
    if (what.matches("[0-9a-fA-F]{7,64}")) {
      var commits = ledger.byCommit(what.toLowerCase(Locale.ROOT), before, limit);
      if (!commits.isEmpty()) {
        return commits;
      }
    }
    return ledger.byPipeline(what, before, limit);
  }

  private Found found(Entry entry) {
    var alias = entry.event().alias();
    long sequence = entry.event().needChange().sequence();
    return new Found(alias, entry.event().time(), until(alias, sequence), teller.tell(entry));
  }

  /// When the next change took another bundle there; null while this one is still there.
  private @Nullable Instant until(Alias alias, long sequence) {
    var digest = ledger.bySequence(alias, sequence).map(Search::digest).orElse(Optional.empty());
    long highest = ledger.alias(alias).lastSequence();
    for (long next = sequence + 1; next <= highest; next++) {
      var change = ledger.bySequence(alias, next);
      if (change.isPresent() && !digest(change.get()).equals(digest)) {
        return change.get().event().time();
      }
    }
    return null;
  }

  private static Optional<Digest> digest(Entry entry) {
    return Optional.ofNullable(entry.event().needChange().digest());
  }
}
