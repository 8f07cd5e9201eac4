package io.tagtrail.testkit.sim;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.promotion.Outcome;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Says where a rollback must go, found from the log in the plainest way and by nobody else's code.
final class Oracle {
  private final World world;
  private final Alias alias;

  Oracle(World world, Alias alias) {
    this.world = world;
    this.alias = alias;
  }

  /// A rollback went to the bundle that it must go to.
  void check(Entry moved) {
    var settlement = Objects.requireNonNull(moved.event().settlement());
    var expected = target(settlement.intent());
    var actual = moved.event().needChange().digest();
    if (!Objects.equals(expected, actual)) {
      throw world.violated(
          "the rollback went to %s, not to %s"
              .formatted(Sample.name(actual), Sample.name(expected)));
    }
  }

  /// A rollback was refused because there is nothing to go back to, or all moves are on hold.
  void checkRefused(Outcome.Refused refused) {
    boolean held =
        world.ledger.alias(alias).holds().stream().anyMatch(h -> h.scope() == Stop.Scope.ALL);
    var target = target(world.ledger.head().size());
    if (!held && target != null) {
      throw world.violated(
          "a rollback to %s was refused: %s"
              .formatted(Sample.name(target), Invariants.describe(refused)));
    }
  }

  /// The newest bundle that governed, is not there now, was not taken back, is not blocked, and is
  /// whole.
  ///
  /// @param before only entries before this one count
  private @Nullable Digest target(long before) {
    // By digest, in the order of their newest tenure, oldest first: the sequence of that tenure.
    Map<Digest, Long> tenures = new LinkedHashMap<>();
    Set<Long> takenBack = new HashSet<>();
    @Nullable Digest current = null;
    @Nullable Digest governed = null;
    boolean brokenGlass = false;
    for (var entry : world.ledger.all()) {
      var event = entry.event();
      if (entry.index() >= before || !alias.stream().equals(event.stream())) {
        continue;
      }
      if (!event.kind().changesState() || event.kind() == EventKind.RELOCATION) {
        continue;
      }
      var change = event.needChange();
      var digest = change.digest();
      if (event.kind().governs()) {
        Objects.requireNonNull(digest);
        if (change.note() == Change.Note.CLAIMED_BEFORE_ADOPTION) {
          var claimed = Objects.requireNonNull(change.previous());
          tenures.put(claimed, 0L);
        }
        if (event.kind() == EventKind.ROLLBACK) {
          // What was there is what was gone back from: by whomever it came there.
          if (governed != null && !digest.equals(governed) && !brokenGlass) {
            takenBack.add(Objects.requireNonNull(tenures.get(governed)));
          }
          if (current != null
              && !digest.equals(governed)
              && !digest.equals(current)
              && tenures.containsKey(current)) {
            takenBack.add(tenures.get(current));
          }
        }
        tenures.remove(digest);
        tenures.put(digest, change.sequence());
        governed = digest;
        brokenGlass = false;
      } else if (event.kind() == EventKind.OUTSIDE_MOVE) {
        brokenGlass =
            change.note() == Change.Note.RECOGNISED_BREAK_GLASS
                && !Objects.equals(digest, governed);
        if (brokenGlass && governed != null) {
          takenBack.add(Objects.requireNonNull(tenures.get(governed)));
        }
      }
      current = digest;
    }
    var repository = Objects.requireNonNull(world.ledger.alias(alias).location()).repository();
    @Nullable Digest found = null;
    var application = world.ledger.application(alias.application());
    for (var each : tenures.entrySet()) {
      var digest = each.getKey();
      if (!digest.equals(current)
          && !takenBack.contains(each.getValue())
          && application.block(digest).isEmpty()
          && world.model.isWhole(repository, digest)) {
        found = digest;
      }
    }
    return found;
  }
}
