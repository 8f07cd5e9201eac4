package io.tagtrail.testkit.sim;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.promotion.Restoring;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// What must hold of outside moves, and of whoever answers them by itself.
final class SentinelRules {
  private final World world;
  private final Set<From> brought = new HashSet<>();

  private record From(Alias alias, Optional<Digest> outside) {}

  SentinelRules(World world) {
    this.world = world;
  }

  /// @param before the alias before the entry
  void entry(Entry entry, AliasState before) {
    var event = entry.event();
    boolean own = Restoring.SENTINEL.equals(event.facts().mover());
    switch (event.kind()) {
      case OUTSIDE_MOVE -> outside(entry);
      case AUTHORISATION -> {
        if (own) {
          authorised(entry, before);
        }
      }
      case ROLLBACK -> {
        if (own) {
          var from = new From(event.alias(), Optional.ofNullable(event.needChange().previous()));
          must(brought.add(from), entry, "brings the alias back from the same bundle again");
        }
      }
      default -> {}
    }
  }

  /// What the path itself wrote is never called an outside move, but for a write that landed after
  /// it was given up, which is called that.
  private void outside(Entry entry) {
    var change = entry.event().needChange();
    if (change.note() == Change.Note.LATE_OWN_WRITE) {
      return;
    }
    // A relocation that was given up before it wrote anything leaves the alias at a place where no
    // tag was until then: that is called a deleted tag.
    int since =
        world.ledger.history(entry.event().stream(), entry.index(), 1).stream()
            .mapToInt(each -> world.tickOf(each.index()))
            .findFirst()
            .orElse(0);
    boolean neverThere =
        change.digest() == null && !world.model.hadAnything(change.location(), since);
    if (neverThere || world.model.wasSetOutside(change.location(), change.digest())) {
      return;
    }
    must(
        world.invariants.wasMisled(change.location(), change.digest()) || cameBack(entry),
        entry,
        "calls a move outside that nobody made outside");
  }

  /// Whoever was misled records where the tag never went. That it is where it always was is then
  /// the next change of the chain, which has no hole.
  private boolean cameBack(Entry entry) {
    var is = entry.event().needChange();
    var digest = is.digest();
    var before = world.ledger.changes(entry.event().alias(), is.sequence(), 1);
    if (digest == null || before.isEmpty()) {
      return false;
    }
    var was = before.getFirst().event().needChange();
    int from = world.tickOf(before.getFirst().index());
    int to = world.tickOf(entry.index());
    return was.location().equals(is.location())
        && world.invariants.wasMisled(was.location(), was.digest())
        && world.model.constant(is.location(), from, to)
        && world.model.had(is.location(), digest, from, to);
  }

  private void authorised(Entry entry, AliasState before) {
    must(before.movedOutside(), entry, "brings back what nobody moved");
    must(!before.recognised(), entry, "undoes a way back by keep-tag");
    must(
        Objects.requireNonNull(entry.event().intent()).kind() == EventKind.ROLLBACK
            && Objects.equals(entry.event().needChange().digest(), before.governedDigest()),
        entry,
        "brings the alias to something else than what is governed");
  }

  private void must(boolean holds, Entry entry, String otherwise) {
    if (!holds) {
      throw world.violated("entry %d %s".formatted(entry.index(), otherwise));
    }
  }
}
