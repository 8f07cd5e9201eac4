package io.tagtrail.server;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.BrokenChainException;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.tlog.Hash;
import io.tagtrail.tlog.TreeHash;
import io.tagtrail.tlog.Verify;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Verifies what the ledger says of one alias: every entry's form and its place in the tree, the
/// chain from its beginning, every sequence accounted for, the side records against their
/// commitments, and the records on the bundles against the entries.
final class Verifier {
  private static final int PAGE = 256;

  private final Ledger ledger;
  private final Registry registry;
  private final List<String> problems = new ArrayList<>();
  private long sides;
  private long erased;
  private long attached;
  private long pending;

  Verifier(Ledger ledger, Registry registry) {
    this.ledger = ledger;
    this.registry = registry;
  }

  Verification verify(Alias alias, boolean askRegistry) {
    // First, so that an entry that comes meanwhile is no contradiction.
    var kept = ledger.alias(alias);
    var entries = all(alias, kept.version());
    var head = ledger.head();
    for (var entry : entries) {
      included(entry, head.size(), head.root());
      sides(entry);
    }
    long changes = chain(alias, entries, kept);
    if (askRegistry) {
      entries.forEach(this::onBundle);
    }
    return new Verification(entries.size(), changes, sides, erased, attached, pending, problems);
  }

  /// All entries of an alias up to a version of it, oldest first.
  private List<Entry> all(Alias alias, long version) {
    var all = new ArrayList<Entry>();
    long before = version + 1;
    while (true) {
      var page = ledger.history(alias.stream(), before, PAGE);
      all.addAll(page);
      if (page.size() < PAGE) {
        Collections.reverse(all);
        return all;
      }
      before = page.getLast().index();
    }
  }

  private void included(Entry entry, long size, Digest root) {
    var proof = ledger.inclusion(entry.index(), size);
    boolean included =
        Verify.inclusion(
            TreeHash.leaf(entry.event().encode()),
            entry.index(),
            size,
            proof.stream().map(hash -> Hash.parseHex(hash.hex())).toList(),
            Hash.parseHex(root.hex()));
    if (!included) {
      problems.add(
          "entry %d is not under the ledger's root %s".formatted(entry.index(), root.shortHex()));
    }
  }

  private void sides(Entry entry) {
    for (var commitment : entry.event().commitments().byField().values()) {
      var side = ledger.side(commitment);
      if (side.isEmpty()) {
        erased++;
      } else if (side.get().commitment().equals(commitment)) {
        sides++;
      } else {
        problems.add(
            "the %s of entry %d is not what the entry commits to"
                .formatted(side.get().field(), entry.index()));
      }
    }
  }

  private long chain(Alias alias, List<Entry> entries, AliasState kept) {
    var state = AliasState.empty(alias);
    long changes = 0;
    Set<Long> accounted = new HashSet<>();
    for (var entry : entries) {
      var kind = entry.event().kind();
      if (kind.changesState() || kind == EventKind.ABANDONED) {
        accounted.add(entry.event().needChange().sequence());
      }
      changes += kind.changesState() ? 1 : 0;
      try {
        state = state.apply(entry);
      } catch (BrokenChainException e) {
        problems.add(String.valueOf(e.getMessage()));
        return changes;
      }
    }
    if (state.intent() != null) {
      accounted.add(state.intent().sequence());
    }
    for (long sequence = 1; sequence <= state.lastSequence(); sequence++) {
      if (!accounted.contains(sequence)) {
        problems.add("#%d of %s is nowhere in the ledger".formatted(sequence, alias));
      }
    }
    if (!state.equals(kept)) {
      problems.add(
          "what the ledger says %s is does not follow from its entries (tagtrail ledger rebuild)"
              .formatted(alias));
    }
    return changes;
  }

  private void onBundle(Entry entry) {
    for (var task : ledger.tasks(entry.index())) {
      if (task.kind() != TaskKind.ATTACH) {
        continue;
      }
      if (task.done() == null) {
        pending++;
        continue;
      }
      if (isAttached(entry)) {
        attached++;
      } else {
        problems.add(
            "the record of entry %d is not on its bundle any more".formatted(entry.index()));
      }
    }
  }

  private boolean isAttached(Entry entry) {
    var change = entry.event().needChange();
    var repository = change.location().repository();
    var digest = change.digest();
    if (digest == null) {
      return false;
    }
    var wanted = Digest.of(Delivery.record(ledger, entry).canonicalBytes());
    return registry.referrers(repository, digest, Delivery.ARTIFACT_TYPE).stream()
        .anyMatch(referrer ->
            registry
                .referrer(repository, referrer.digest())
                .map(document -> document.digest().equals(wanted))
                .orElse(false));
  }
}
