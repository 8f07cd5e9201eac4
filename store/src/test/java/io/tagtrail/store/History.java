package io.tagtrail.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.testkit.ledger.Events;
import io.tagtrail.tlog.TreeHash;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;

/// What writers were told, held against what the ledger then holds.
final class History {
  private History() {}

  /// An append that was answered.
  ///
  /// @param begun and `answered`: nanoseconds of the machine's clock, the same for all its
  ///   processes
  record Acknowledged(long index, String leaf, long begun, long answered) {
    String line() {
      return "%d %s %d %d".formatted(index, leaf, begun, answered);
    }

    static Acknowledged parse(String line) {
      var parts = line.split(" ", -1);
      return new Acknowledged(
          Long.parseLong(parts[0]), parts[1], Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }
  }

  /// Appends to an alias that others append to as well, until it is the one that wins.
  ///
  /// @param number makes the entry unlike all others
  static Acknowledged append(Ledger ledger, Alias alias, long number) {
    while (true) {
      var state = ledger.alias(alias);
      var batch =
          Batch.expecting(alias.stream(), state.version())
              .add(Events.adoption(state, Events.bundle(number)).build())
              .document(Events.manifest(number))
              .build();
      long begun = System.nanoTime();
      if (ledger.append(batch) instanceof Appended.Committed committed) {
        var entry = committed.entries().getFirst();
        return new Acknowledged(entry.index(), leaf(entry), begun, System.nanoTime());
      }
    }
  }

  static String leaf(Entry entry) {
    return TreeHash.leaf(entry.event().encode()).hex();
  }

  /// Nothing acknowledged is lost or altered, no index is given twice, there are no gaps, and what
  /// was answered before another one was begun comes before it.
  static void holds(StoredLedger ledger, Collection<Acknowledged> all, String seed) {
    assertThat(ledger.check().findings()).as(seed).isEmpty();
    assertThat(ledger.head().size()).as(seed).isGreaterThanOrEqualTo(all.size());
    var seen = new HashSet<Long>();
    for (var each : all) {
      assertThat(seen.add(each.index())).as("index %d twice, %s", each.index(), seed).isTrue();
      assertThat(leaf(ledger.entry(each.index()).orElseThrow()))
          .as("entry %d, %s", each.index(), seed)
          .isEqualTo(each.leaf());
    }
    // Going down the indices: nobody was answered before one with a lower index had begun.
    long earliestAnswer = Long.MAX_VALUE;
    for (var each :
        all.stream().sorted(Comparator.comparingLong(Acknowledged::index).reversed()).toList()) {
      assertThat(each.begun())
          .as("index %d, %s", each.index(), seed)
          .isLessThanOrEqualTo(earliestAnswer);
      earliestAnswer = Math.min(earliestAnswer, each.answered());
    }
  }
}
