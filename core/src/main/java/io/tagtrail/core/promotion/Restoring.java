package io.tagtrail.core.promotion;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.event.Settlement;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Registry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Brings the governed bundle back where somebody moved the tag round Tagtrail, by the one path and
/// as a rollback like any other. It does so by itself, and therefore gives way to everybody: to a
/// way back by keep-tag, to whoever did anything since, to another ledger, and to whoever insists:
/// an alias is brought back from the same bundle once, for ever.
///
/// What was done before is read from the ledger, so that a restart forgets nothing. A process that
/// dies in the middle leaves an unfinished move, which settles like any other.
public final class Restoring {
  /// Who the event names.
  public static final Mover SENTINEL =
      new Mover(Mover.Kind.WORKLOAD, FactStatus.VERIFIED, "tagtrail", "sentinel");

  /// How often it is tried where an attempt came to nothing before the tag was written.
  private static final int ATTEMPTS = 3;

  /// How far above the ledger's count a keep-tag may be and be believed: `prod.20241122` is
  /// somebody's date, and no sequence.
  private static final int MOST_LOST = 1_000;

  private static final int PAGE = 500;

  /// It goes past a freeze: what is governed was let through before.
  private static final Powers POWERS = new Powers(true, List.of(), List.of(), false);

  private final Ledger ledger;
  private final Registry registry;
  private final Claims claims;
  private final GovernedPath path;
  private final EarlierKeepTags earlier;

  public Restoring(Ledger ledger, Registry registry, Claims claims, GovernedPath path) {
    this.ledger = ledger;
    this.registry = registry;
    this.claims = claims;
    this.path = path;
    this.earlier = new EarlierKeepTags(ledger, registry);
  }

  /// What came of it.
  public sealed interface Restored {
    /// There is nothing to bring back, or a move is under way.
    record Nothing() implements Restored {}

    /// Somebody went back to what was live before: that is never undone.
    record BreakGlass() implements Restored {}

    /// It was brought back from this bundle before, and somebody insists.
    ///
    /// @param index the newest entry of it
    record Before(long index) implements Restored {}

    /// Another ledger governs the alias.
    record Foreign(String origin) implements Restored {}

    /// Nobody knows which ledger governs the alias.
    record Unclear(String why) implements Restored {}

    /// The registry keeps what this ledger never authorised: the ledger lost its newest entries,
    /// and what looks like an outside move may be a governed one.
    record LedgerBehind(Tag keepTag, long lastSequence) implements Restored {}

    /// It was asked for.
    record Asked(Outcome outcome) implements Restored {}
  }

  /// Brings an alias back, if it may.
  ///
  /// @throws io.tagtrail.core.registry.RegistryException if the registry does not answer
  /// @throws io.tagtrail.core.ledger.LedgerException if the ledger does not answer
  public Restored restore(Alias alias, String request) throws InterruptedException {
    var state = ledger.alias(alias);
    var location = state.location();
    var governed = state.governed();
    if (!state.movedOutside() || state.intent() != null || governed == null || location == null) {
      return new Restored.Nothing();
    }
    var outside = state.observedDigest();
    if (state.recognised()
        || wasGoverned(alias, outside)
        || (outside != null && earlier.leadTo(alias, location, outside))) {
      return new Restored.BreakGlass();
    }
    var before = before(alias, state.observedDigest());
    if (before.isPresent()) {
      return new Restored.Before(before.get());
    }
    var holder = claims.ask(location);
    if (holder instanceof Claims.Holder.Other other) {
      return new Restored.Foreign(other.origin());
    }
    if (holder instanceof Claims.Holder.Unclear unclear) {
      return new Restored.Unclear(unclear.why());
    }
    var behind = behind(alias, location);
    if (behind.isPresent()) {
      return behind.get();
    }
    return new Restored.Asked(path.move(request(state, location, governed.sequence(), request)));
  }

  private static MoveRequest request(
      AliasState state, Location location, long sequence, String request) {
    return new MoveRequest(
        state.alias(),
        new Aim.RollBack(sequence, state.version()),
        location,
        request,
        SENTINEL,
        null,
        Facts.Pipeline.MISSING,
        Facts.Builder.MISSING,
        null,
        "the tag was moved outside of Tagtrail to %s; the environment asks that the governed bundle is restored"
            .formatted(shown(state.observedDigest())),
        state.observedDigest(),
        null,
        false,
        POWERS);
  }

  private static String shown(@Nullable Digest digest) {
    return digest == null ? "nothing" : digest.toString();
  }

  /// Whether a bundle ever governed this alias: somebody may have gone back to it on purpose, also
  /// where the ledger takes the move for something else, a late write of its own.
  private boolean wasGoverned(Alias alias, @Nullable Digest outside) {
    if (outside == null) {
      return false;
    }
    long before = Long.MAX_VALUE;
    List<Entry> page;
    do {
      page = ledger.governing(alias, before, PAGE);
      for (var entry : page) {
        var change = entry.event().needChange();
        if (outside.equals(change.digest())) {
          return true;
        }
        before = change.sequence();
      }
    } while (!page.isEmpty());
    return false;
  }

  /// Whether the registry has a keep-tag of a sequence that the ledger never gave out, and would
  /// give out soon. The ledger is read after the registry: what was authorised meanwhile is no
  /// proof.
  private Optional<Restored> behind(Alias alias, Location location) {
    var tags = registry.tags(location.repository());
    long last = ledger.alias(alias).lastSequence();
    return tags.stream()
        .filter(tag -> {
          long kept = location.tag().keptBy(tag);
          return kept > last && kept <= last + MOST_LOST;
        })
        .findFirst()
        .map(tag -> new Restored.LedgerBehind(tag, last));
  }

  /// The newest attempt to bring the alias back from this bundle, where there must be no other: one
  /// that moved the tag or may have, or the last of a few that did not.
  private Optional<Long> before(Alias alias, @Nullable Digest outside) {
    Map<Long, EventKind> ends = new HashMap<>();
    Map<Long, Settlement.Sent> sent = new HashMap<>();
    long newest = -1;
    int inVain = 0;
    long from = Long.MAX_VALUE;
    List<Entry> page;
    do {
      page = ledger.history(alias.stream(), from, PAGE);
      for (var entry : page) {
        var event = entry.event();
        var settlement = event.settlement();
        if (settlement != null) {
          ends.put(settlement.intent(), event.kind());
          sent.put(settlement.intent(), settlement.sent());
        }
        boolean own =
            event.kind() == EventKind.AUTHORISATION
                && SENTINEL.equals(event.facts().mover())
                && Objects.equals(event.needChange().previous(), outside);
        if (!own) {
          continue;
        }
        newest = Math.max(newest, entry.index());
        boolean cameToNothing =
            ends.get(entry.index()) == EventKind.ABANDONED
                && sent.get(entry.index()) == Settlement.Sent.NO;
        if (!cameToNothing || ++inVain == ATTEMPTS) {
          return Optional.of(newest);
        }
      }
      from = page.isEmpty() ? 0 : page.getLast().index();
    } while (page.size() == PAGE);
    return Optional.empty();
  }
}
