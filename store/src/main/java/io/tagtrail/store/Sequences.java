package io.tagtrail.store;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/// Accounts for the sequences of every alias: each is a change's or an abandonment's, once; one
/// more may be open. A bit for each, so that a long ledger fits.
final class Sequences {
  private static final int MOST = Integer.MAX_VALUE - 1;
  private final Findings findings;
  private final Map<Alias, BitSet> seen = new HashMap<>();

  Sequences(Findings findings) {
    this.findings = findings;
  }

  void take(Entry entry) {
    var event = entry.event();
    if (event.kind() == EventKind.AUTHORISATION) {
      takeOver(entry);
      return;
    }
    if (!event.kind().changesState() && event.kind() != EventKind.ABANDONED) {
      return;
    }
    long sequence = event.needChange().sequence();
    if (sequence > MOST) {
      findings.add(Finding.Kind.SEQUENCE, entry.index(), "a sequence beyond all counting");
      return;
    }
    var bits = seen.computeIfAbsent(event.alias(), a -> new BitSet());
    if (bits.get((int) sequence)) {
      findings.add(
          Finding.Kind.SEQUENCE,
          entry.index(),
          "sequence %d of %s was accounted for before".formatted(sequence, event.alias()));
    }
    bits.set((int) sequence);
  }

  /// A take-over begins above the sequences that the other ledger used: those between are its.
  private void takeOver(Entry entry) {
    var change = entry.event().needChange();
    if (change.note() != Change.Note.TAKEN_OVER || change.sequence() > MOST) {
      return;
    }
    var bits = seen.computeIfAbsent(entry.event().alias(), a -> new BitSet());
    int from = Math.max(1, bits.length());
    if (change.sequence() > from) {
      bits.set(from, (int) change.sequence());
    }
  }

  /// After the last entry of an alias.
  void done(AliasState state) {
    var bits = seen.getOrDefault(state.alias(), new BitSet());
    var intent = state.intent();
    for (long sequence = 1; sequence <= state.lastSequence(); sequence++) {
      boolean open = intent != null && intent.sequence() == sequence;
      if (!open && !bits.get((int) sequence)) {
        findings.add(
            Finding.Kind.SEQUENCE,
            "sequence %d of %s is neither a change nor abandoned"
                .formatted(sequence, state.alias()));
      }
    }
  }
}
