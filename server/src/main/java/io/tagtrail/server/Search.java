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

  /// A commit is looked for before a pipeline, and a pipeline before the beginning of a digest: the
  /// last is the slow one, as every change has to be looked at.
  List<Found> search(String what, int limit) {
    if (Digest.isDigest(what)) {
      return live(bundle(Digest.parse(what)), limit);
    }
    var text = what.toLowerCase(Locale.ROOT);
    var found = List.<Found>of();
    if (text.matches("[0-9a-f]{7,64}")) {
      found = live((before, most) -> ledger.byCommit(text, before, most), limit);
    }
    if (found.isEmpty()) {
      found = live((before, most) -> ledger.byPipeline(what, before, most), limit);
    }
    return found.isEmpty() && Beginnings.is(text)
        ? new Beginnings(ledger)
            .find(text, alias -> true).stream()
                .flatMap(digest -> live(bundle(digest), limit).stream())
                .limit(limit)
                .toList()
        : found;
  }

  private Pages bundle(Digest digest) {
    return (before, most) -> ledger.byBundle(digest, before, most);
  }

  private List<Found> live(Pages pages, int limit) {
    var found = new ArrayList<Found>();
    long before = Long.MAX_VALUE;
    while (found.size() < limit) {
      var page = pages.before(before, limit);
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

  /// Entries, newest first, with an index less than `before`.
  private interface Pages {
    List<Entry> before(long before, int most);
  }
}
