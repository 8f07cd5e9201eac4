package io.tagtrail.cli.runbook;

import io.tagtrail.cli.show.ByName;
import io.tagtrail.cli.show.Labels;
import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.policy.RollbackTargets.Candidate;
import io.tagtrail.core.policy.RollbackTargets.Verdict;
import io.tagtrail.core.policy.Tenure;
import io.tagtrail.server.Told;
import io.tagtrail.server.wire.Ages;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A bundle to go back to, as a page names it: with the keep-tag that works without Tagtrail.
///
/// @param name for people
/// @param sequence what `--to` takes; 0 for what an adopter claimed
/// @param kept where its keep-tag is; null where it has none
/// @param at where it was live
/// @param known what is known of it: safe, or why not
record WayBack(
    String name,
    long sequence,
    Digest digest,
    @Nullable Location kept,
    Location at,
    String known,
    boolean safe) {
  /// As many as somebody can choose among in a hurry.
  static final int SHOWN = 3;

  /// The ways back, best first: those that were looked at, then older ones that nobody looked at.
  static List<WayBack> of(Inquiry inquiry) {
    var ways = new ArrayList<WayBack>();
    var seen = new HashSet<Digest>();
    var answer = inquiry.status().backTo();
    if (answer == null) {
      return ways;
    }
    var target = answer.target();
    if (target != null) {
      ways.add(of(target));
      seen.add(target.tenure().digest());
    }
    for (var passed : answer.passedOver()) {
      if (seen.add(passed.tenure().digest()) && passed.verdict() != Verdict.REJECTED) {
        ways.add(of(passed));
      }
    }
    current(inquiry).forEach(seen::add);
    inquiry.status().blocks().forEach(block -> seen.add(Objects.requireNonNull(block.bundle())));
    older(inquiry, seen, ways);
    return List.copyOf(ways.subList(0, Math.min(SHOWN, ways.size())));
  }

  /// What nobody is brought back to by itself, and somebody may be by name.
  static List<WayBack> byName(Inquiry inquiry) {
    return ByName.of(inquiry.status()).stream().limit(SHOWN).map(WayBack::of).toList();
  }

  /// What governs now, as its keep-tag has it: where the tag is moved outside, that is the way
  /// back; null where nothing is governed.
  static @Nullable WayBack governed(Inquiry inquiry) {
    var entry = inquiry.status().now();
    var change = entry == null ? null : entry.event().needChange();
    if (entry == null || change == null || change.digest() == null) {
      return null;
    }
    return new WayBack(
        Labels.bundle(entry),
        change.sequence(),
        change.digest(),
        kept(entry, change.location()),
        change.location(),
        "what is governed",
        false);
  }

  private static Set<Digest> current(Inquiry inquiry) {
    var current = new HashSet<Digest>();
    var state = inquiry.status().state();
    if (state.observedDigest() != null) {
      current.add(state.observedDigest());
    }
    if (inquiry.status().live() instanceof io.tagtrail.core.history.Live.Differs differs
        && differs.actual() != null) {
      current.add(differs.actual());
    }
    return current;
  }

  /// What the search for a target did not come to: it ends at the first that is safe.
  private static void older(Inquiry inquiry, Set<Digest> seen, List<WayBack> ways) {
    Set<Long> takenBack = new HashSet<>();
    for (var told : inquiry.history()) {
      var rollsBack = told.entry().event().needChange().rollsBack();
      if (rollsBack != null) {
        takenBack.add(rollsBack);
      }
    }
    for (var told : inquiry.history()) {
      var event = told.entry().event();
      var change = event.needChange();
      var digest = change.digest();
      if (event.kind().governs()
          && digest != null
          && !takenBack.contains(change.sequence())
          && seen.add(digest)) {
        ways.add(unasked(told, change, digest));
      }
    }
  }

  private static WayBack unasked(Told told, Change change, Digest digest) {
    return new WayBack(
        Labels.bundle(told.entry()),
        change.sequence(),
        digest,
        change.location().keep(change.sequence()),
        change.location(),
        "not looked at when this page was made",
        false);
  }

  private static WayBack of(Candidate candidate) {
    Tenure tenure = candidate.tenure();
    var location = tenure.entry().event().needChange().location();
    boolean safe = candidate.verdict() == Verdict.SAFE;
    return new WayBack(
        tenure.isClaimed()
            ? Labels.digest(tenure.digest()) + " (claimed at the adoption)"
            : Labels.bundle(tenure.entry()),
        tenure.sequence(),
        tenure.digest(),
        tenure.isClaimed() ? null : kept(tenure.entry(), location),
        location,
        switch (candidate.verdict()) {
          case SAFE -> "safe when this page was made: " + candidate.why();
          case UNKNOWN -> "UNKNOWN: " + candidate.why();
          case REJECTED -> candidate.why();
        },
        safe);
  }

  private static @Nullable Location kept(Entry entry, Location location) {
    return entry.event().kind() == EventKind.OUTSIDE_MOVE
        ? null
        : location.keep(entry.event().needChange().sequence());
  }

  /// The tag at the location, moved with crane and nothing else.
  String[] byHand(Location to) {
    var from = kept == null ? at.repository() + "@" + digest : kept.toString();
    return at.repository().equals(to.repository())
        ? new String[] {"crane", "tag", from, to.tag().toString()}
        : new String[] {"crane", "copy", from, to.toString()};
  }

  String[] look() {
    return new String[] {
      "crane", "digest", kept == null ? at.repository() + "@" + digest : kept.toString()
    };
  }

  /// `2026-02-14 10:00 UTC`.
  static String when(Entry entry) {
    return Ages.utc(entry.event().time());
  }
}
