package io.tagtrail.testkit.sim;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Claims;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.Manifest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What must hold while a schedule runs: of each write when it is sent and when it lands, of each
/// answer when it is given. What must hold of the whole is in [LogRules].
final class Invariants {
  private final World world;
  private final List<Served> served = new ArrayList<>();
  private final List<Served> misled = new ArrayList<>();
  private final Set<Location> contested = new HashSet<>();
  private final Map<Long, Integer> inspected = new HashMap<>();
  private final Set<Long> acknowledged = new HashSet<>();
  private final List<Entry> moved = new ArrayList<>();

  private record Served(int tick, Location location, @Nullable Digest digest) {}

  Invariants(World world) {
    this.world = world;
  }

  void served(Location location, @Nullable Digest digest) {
    served.add(new Served(world.tick, location, digest));
  }

  /// The registry answers with what was there before an outside move that nobody has seen yet, or
  /// somebody whose wall clock is ahead takes its settle time for over. A read-back cannot tell
  /// such an answer from the truth: that is a race that remains, and is stated.
  void misleads(Location location, @Nullable Digest digest) {
    misled.add(new Served(world.tick, location, digest));
  }

  boolean misled(Location location, Digest digest, int from, int to) {
    return misled.stream()
        .anyMatch(each ->
            each.tick() >= from
                && each.tick() <= to
                && each.location().equals(location)
                && digest.equals(each.digest()));
  }

  boolean wasMisled(Location location, @Nullable Digest digest) {
    return misled.stream()
        .anyMatch(
            each -> each.location().equals(location) && Objects.equals(digest, each.digest()));
  }

  /// Another ledger writes a keep-tag of which it could not know that it is in use.
  void mayOverwrite(Location keepTag) {
    contested.add(keepTag);
  }

  boolean isContested(Location keepTag) {
    return contested.contains(keepTag);
  }

  /// Nothing is authorised at a tag that another ledger has governed all the time since it was
  /// asked for, but for taking it over, and for a rollback that could not find out.
  void authorised(SimProcess me, Entry entry) {
    var event = entry.event();
    var location = event.needChange().location();
    var marker = location.marker();
    boolean foreign =
        Rival.MARKER.equals(world.model.tag(marker))
            && world.model.constant(marker, me.began, world.tick)
            && world.model.stale(marker, me.beganAt).isEmpty();
    boolean takesOver = event.needChange().note() == Change.Note.TAKEN_OVER;
    boolean unclear =
        Objects.requireNonNull(event.decision()).checks().stream()
            .anyMatch(check ->
                check.name().equals(Claims.CHECK) && check.result() == Decision.Result.UNKNOWN);
    if (foreign && !takesOver && !unclear) {
      throw world.violated(
          "entry %d authorises a move of what another ledger governs".formatted(entry.index()));
    }
  }

  /// Any write to a registry.
  void writes(SimProcess me, Location location) {
    if (me.phase == Phase.LOOKING || me.phase == Phase.SETTLING || me.phase == Phase.STOPPING) {
      throw world.violated("%s wrote %s while %s".formatted(me, location, me.phase));
    }
  }

  /// The PUT of an alias's tag leaves the client.
  ///
  /// @param late whether the process stood still between its last look and now, which it cannot
  ///   know
  void sends(SimProcess me, Location location, Manifest manifest, boolean late) {
    me.aliasPuts++;
    if (me.intent < 0) {
      throw world.violated("%s sent a PUT of %s without an authorisation".formatted(me, location));
    }
    var entry = world.ledger.entry(me.intent).orElseThrow();
    var event = entry.event();
    var change = event.needChange();
    if (!location.equals(change.location()) || !manifest.digest().equals(change.digest())) {
      throw world.violated(
          "%s sent a PUT that entry %d does not authorise".formatted(me, me.intent));
    }
    if (me.aliasPuts > 1) {
      throw world.violated("%s sent the PUT of entry %d twice".formatted(me, me.intent));
    }
    var intent = Objects.requireNonNull(event.intent());
    var compared = me.lastHead.get(location);
    var expected = intent.kind() == EventKind.RELOCATION ? null : change.previous();
    if (!me.lastHead.containsKey(location) || !Objects.equals(compared, expected)) {
      throw world.violated(
          "%s sent the PUT of entry %d without seeing that the tag is still %s"
              .formatted(me, me.intent, Sample.name(expected)));
    }
    boolean goesOn = intent.kind() == EventKind.ROLLBACK && me.unsigned == me.intent;
    if (world.signs(event.alias())
        && !goesOn
        && !world.model.isSigned(location.repository(), manifest.digest(), event.alias())) {
      throw world.violated(
          "%s sent the PUT of entry %d before the bundle was signed".formatted(me, me.intent));
    }
    inspected.put(me.intent, me.inspected.getOrDefault(manifest.digest(), -1));
    if (late) {
      return;
    }
    var open = world.ledger.alias(event.alias()).intent();
    if (open == null || open.index() != me.intent) {
      throw world.violated(
          "%s sent the PUT of entry %d after it was closed".formatted(me, me.intent));
    }
    if (!me.wall().isBefore(intent.deadline())) {
      throw world.violated(
          "%s sent the PUT of entry %d too late by the wall".formatted(me, me.intent));
    }
    if (me.monotonic() - me.authorisedNanos >= Sample.TIMING.deadline().toNanos()) {
      throw world.violated(
          "%s sent the PUT of entry %d too late by the clock that never jumps"
              .formatted(me, me.intent));
    }
  }

  /// Something is about to be signed.
  void signs(SimProcess me, Entry authorisation, Location location, Manifest manifest) {
    boolean recorded =
        world.ledger.entry(authorisation.index()).filter(authorisation::equals).isPresent();
    var change = authorisation.event().needChange();
    if (!recorded
        || authorisation.event().kind() != EventKind.AUTHORISATION
        || !location.equals(change.location())
        || !manifest.digest().equals(change.digest())) {
      throw world.violated("%s signs what was not authorised".formatted(me));
    }
    if (me.aliasPuts > 0) {
      throw world.violated("%s signs after the PUT was sent".formatted(me));
    }
    var open = world.ledger.alias(authorisation.event().alias()).intent();
    if (open == null || open.index() != authorisation.index()) {
      throw world.violated("%s signs after the move was closed".formatted(me));
    }
  }

  /// The PUT of an alias's tag is carried out by the registry.
  void landed(SimProcess me, Location location, Manifest manifest, long intent) {
    var event = world.ledger.entry(intent).orElseThrow().event();
    var change = event.needChange();
    var open = world.ledger.alias(event.alias()).intent();
    if (open == null || open.index() != intent) {
      // Nobody waits for it any more: it is like somebody else's.
      world.model.countsAsOutside(location, manifest.digest());
    }
    var keepTag = location.keep(change.sequence());
    if (!manifest.digest().equals(world.model.tag(keepTag)) && !isContested(keepTag)) {
      world.violated(
          "%s moved %s to %s before it was kept as #%d"
              .formatted(me, location, Sample.name(manifest.digest()), change.sequence()));
    }
    boolean layers = world.model.hasLayers(location.repository(), manifest.digest());
    int looked = inspected.getOrDefault(intent, -1);
    if (!layers && world.model.lost(manifest.digest()) < looked) {
      world.violated(
          "%s moved %s to %s, which was not whole when it looked"
              .formatted(me, location, Sample.name(manifest.digest())));
    }
  }

  /// An answer to a request.
  ///
  /// @param from the tick at which it was asked
  void answered(SimProcess me, MoveRequest request, Outcome outcome, int from) {
    world.say("{} answered {}: {}", me, request.id(), describe(outcome));
    boolean rollback = request.aim() instanceof Aim.RollBack;
    switch (outcome) {
      case Outcome.Moved it -> acknowledged(request, it.recorded());
      case Outcome.Replayed it -> replayed(request, it.recorded(), from);
      case Outcome.Unfinished it when rollback && !it.own() && !request.dryRun() ->
          throw world.violated(
              "a rollback was blocked by the unfinished move #" + it.intent().sequence());
      case Outcome.Refused it when me.aliasPuts > 0 && me.intent >= 0 ->
          throw world.violated("a request was refused after its PUT was sent");
      case Outcome.Planned it when me.intent >= 0 ->
          throw world.violated("a dry run authorised something");
      default -> {}
    }
  }

  private void acknowledged(MoveRequest request, Entry entry) {
    moved.add(entry);
    var there = world.ledger.entry(entry.index());
    if (!there.equals(java.util.Optional.of(entry))) {
      throw world.violated(
          "entry %d was acknowledged and is not in the ledger".formatted(entry.index()));
    }
    if (!entry.event().request().equals(request.id())) {
      throw world.violated(
          "%s was told that it moved, by the event of %s"
              .formatted(request.id(), entry.event().request()));
    }
    if (!acknowledged.add(entry.index())) {
      throw world.violated("entry %d was acknowledged twice".formatted(entry.index()));
    }
  }

  /// Every entry that somebody was told of.
  List<Entry> moved() {
    return moved;
  }

  private void replayed(MoveRequest request, Entry entry, int from) {
    var next =
        world.ledger.governing(request.alias(), Long.MAX_VALUE, 1000).reversed().stream()
            .filter(each -> each.index() > entry.index())
            .findFirst();
    boolean governed = next.isEmpty() || world.tickOf(next.get().index()) >= from;
    var digest = entry.event().needChange().digest();
    boolean agreed =
        served.stream()
            .anyMatch(each ->
                each.tick() >= from
                    && each.location().equals(entry.event().needChange().location())
                    && Objects.equals(each.digest(), digest));
    if (!governed || !agreed) {
      throw world.violated(
          "%s was answered by entry %d, which %s"
              .formatted(
                  request.id(),
                  entry.index(),
                  governed ? "the registry did not show" : "governs no more"));
    }
  }

  /// Somebody looked and came to an end with it: what the tag was all along is on record.
  ///
  /// @param from the tick at which the look began; the registry had nothing stale to serve then
  void looked(Alias alias, Location location, int from) {
    if (!world.model.constant(location, from, world.tick)) {
      return;
    }
    var shown = world.model.tag(location);
    boolean recorded = false;
    @Nullable Digest before = null;
    for (var entry : world.ledger.changes(alias, Long.MAX_VALUE, 1000).reversed()) {
      if (world.tickOf(entry.index()) <= from) {
        before = entry.event().needChange().digest();
      } else {
        recorded |= Objects.equals(entry.event().needChange().digest(), shown);
      }
    }
    if (!recorded && !Objects.equals(before, shown)) {
      throw world.violated(
          "%s showed %s all through a look, and the ledger says nothing of it"
              .formatted(location, Sample.name(shown)));
    }
  }

  static String describe(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Moved it -> "moved by entry " + it.recorded().index();
      case Outcome.Replayed it -> "replayed entry " + it.recorded().index();
      case Outcome.Superseded it -> "superseded entry " + it.recorded().index();
      case Outcome.Unchanged it -> "unchanged";
      case Outcome.Stale it -> "stale, it is " + Sample.name(it.actual()) + ": " + it.why();
      case Outcome.Refused it ->
          "refused: " + it.reasons().stream().map(c -> c.name() + " (" + c.detail() + ")").toList();
      case Outcome.Unfinished it ->
          "unfinished #%d (%s): %s"
              .formatted(it.intent().sequence(), it.own() ? "own" : "other", it.why());
      case Outcome.Planned it -> "planned #" + it.sequence();
      case Outcome.Authorised it -> "authorised #" + it.intent().sequence();
      case Outcome.Cancelled it -> "cancelled by entry " + it.recorded().index();
    };
  }
}
