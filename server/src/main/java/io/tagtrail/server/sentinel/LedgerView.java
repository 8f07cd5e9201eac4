package io.tagtrail.server.sentinel;

import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.LogHead;
import io.tagtrail.core.model.Alias;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the ledger says of all aliases, in memory. A look at a tag that is as recorded asks the
/// ledger for nothing; only when the log has grown are the aliases of the new entries read again.
final class LedgerView {
  private static final int PAGE = 500;

  /// Beyond it everything is read again.
  private static final int MANY = 10_000;

  private volatile Map<Alias, Watched> aliases = Map.of();
  private @Nullable LogHead known;
  private @Nullable Entry last;

  /// What a refresh found.
  sealed interface Refreshed {
    /// Nothing new.
    record Same() implements Refreshed {}

    /// The log has grown.
    record Grown() implements Refreshed {}

    /// The log is not what it was: it lost entries, or others stand in their place.
    record Backwards(String what) implements Refreshed {}
  }

  Map<Alias, Watched> all() {
    return aliases;
  }

  Optional<Watched> of(Alias alias) {
    return Optional.ofNullable(aliases.get(alias));
  }

  /// Reads what is new. To be called by one thread.
  ///
  /// @throws io.tagtrail.core.ledger.LedgerException if the ledger does not answer; what was known
  ///   stays
  Refreshed refresh(Ledger ledger) {
    return refresh(ledger, () -> {});
  }

  /// @param between called between the questions: of a long ledger there are many
  Refreshed refresh(Ledger ledger, Runnable between) {
    var head = ledger.head();
    var before = known;
    if (before != null && head.size() == before.size() && head.root().equals(before.root())) {
      return new Refreshed.Same();
    }
    var backwards = before == null ? null : backwards(ledger, before, head);
    var newest = head.size() == 0 ? null : ledger.entry(head.size() - 1).orElse(null);
    if (before == null
        || backwards != null
        || head.size() - before.size() > MANY
        || before.size() == 0) {
      readAll(ledger, between);
    } else {
      readNew(ledger, between, before.size(), head.size());
    }
    // Last of all: what is known is not looked at again, and what was found would be lost.
    last = newest;
    known = head;
    return backwards == null ? new Refreshed.Grown() : new Refreshed.Backwards(backwards);
  }

  private @Nullable String backwards(Ledger ledger, LogHead before, LogHead now) {
    if (!now.origin().equals(before.origin())) {
      return "it is another ledger, %s instead of %s".formatted(now.origin(), before.origin());
    }
    if (now.size() < before.size()) {
      return "it has %d entries and had %d".formatted(now.size(), before.size());
    }
    if (now.size() == before.size()) {
      return "its entries are not what they were";
    }
    boolean same =
        last == null
            || Objects.equals(
                ledger.entry(last.index()).map(Entry::event), Optional.of(last.event()));
    return same ? null : "entry %d is not what it was".formatted(before.size() - 1);
  }

  private void readAll(Ledger ledger, Runnable between) {
    var all = new HashMap<Alias, Watched>();
    for (var alias : ledger.aliases()) {
      between.run();
      Watched.of(ledger.alias(alias)).ifPresent(each -> all.put(alias, each));
    }
    aliases = Map.copyOf(all);
  }

  private void readNew(Ledger ledger, Runnable between, long from, long to) {
    Set<Alias> touched = new LinkedHashSet<>();
    long next = from;
    while (next < to) {
      between.run();
      List<Entry> page = ledger.entries(next, PAGE);
      if (page.isEmpty()) {
        break;
      }
      for (var entry : page) {
        var alias = entry.event().stream().alias();
        if (alias != null) {
          touched.add(alias);
        }
      }
      next = page.getLast().index() + 1;
    }
    if (touched.isEmpty()) {
      return;
    }
    var all = new HashMap<>(aliases);
    for (var alias : touched) {
      between.run();
      Watched.of(ledger.alias(alias))
          .ifPresentOrElse(each -> all.put(alias, each), () -> all.remove(alias));
    }
    aliases = Map.copyOf(all);
  }
}
