package io.tagtrail.server.retention;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is in a repository by the ledger, and what Tagtrail will push there: the bundles with the
/// tags of all aliases on them; those that were live in between and are no targets (taken back,
/// blocked); and what a move attaches. Whether an environment signs is not known here, so a
/// signature is counted with each move.
final class Inventory {
  private static final int MOST = 1_000;

  private final Repository repository;
  private final boolean fallback;
  private final Map<Digest, Version> bundles = new LinkedHashMap<>();
  private final List<Version> others = new ArrayList<>();
  private final List<Pace> paces = new ArrayList<>();

  /// @param fallback whether the registry has no list of referrers, so that an index stands for it
  private Inventory(Repository repository, boolean fallback) {
    this.repository = repository;
    this.fallback = fallback;
  }

  /// By repository.
  static Map<Repository, Inventory> of(List<Target> targets, boolean fallback, Instant now) {
    var all = new LinkedHashMap<Repository, Inventory>();
    var places = new LinkedHashMap<Location, List<Target>>();
    for (var target : targets) {
      places.computeIfAbsent(target.location(), each -> new ArrayList<>()).add(target);
    }
    places.forEach((location, own) ->
        all.computeIfAbsent(location.repository(), each -> new Inventory(each, fallback))
            .add(location.tag(), own, now));
    return all;
  }

  /// All that is known to be there.
  List<Version> versions() {
    var all = new ArrayList<>(bundles.values());
    all.addAll(others);
    return all;
  }

  Optional<Version> version(Digest digest) {
    return Optional.ofNullable(bundles.get(digest));
  }

  /// The tags of its aliases.
  List<String> tags() {
    return paces.stream().map(pace -> pace.tag().value()).toList();
  }

  List<Pace> paces() {
    return List.copyOf(paces);
  }

  /// How many an alias adds to a count while a target is needed.
  long added(Pace pace, Counting counting, Target target, Instant now) {
    long moves = pace.moves(target, now);
    if (moves == 0) {
      return 0;
    }
    var next = new Stamp(pace.tag().keep(pace.newest() + 1).value(), now);
    long kept = counting.of(bundle(List.of(next), now));
    long live = counting.of(bundle(List.of(next, new Stamp(pace.tag().value(), now)), now));
    long attached = attached(counting, now);
    long each = counting.bundles() ? pace.bundles(target, now) : moves;
    // The tag itself moves along: it is newer than all that its alias has left, and counted there.
    boolean passed = target.alias().equals(pace.alias()) && !target.live();
    return each * kept + (passed ? 0 : live - kept) + moves * attached;
  }

  /// How much of what a move attaches a rule counts.
  long attached(Counting counting, Instant now) {
    return attached("next", now).stream().mapToLong(counting::of).sum();
  }

  private void add(Tag tag, List<Target> targets, Instant now) {
    targets.forEach(target -> add(tag, target, now));
    between(tag, targets);
    targets.stream()
        .flatMap(target -> target.sequences().stream())
        .forEach(kept -> others.addAll(attached(tag + "." + kept.sequence(), kept.put())));
    paces.add(Pace.of(targets, now));
  }

  private void add(Tag tag, Target target, Instant now) {
    var stamps = new ArrayList<Stamp>();
    for (var kept : target.sequences()) {
      stamps.add(new Stamp(tag.keep(kept.sequence()).value(), kept.put()));
    }
    if (target.live()) {
      var since = target.sequences().isEmpty() ? now : target.sequences().getFirst().put();
      stamps.add(new Stamp(tag.value(), since));
    }
    if (stamps.isEmpty()) {
      return;
    }
    var pushed = stamps.stream().map(Stamp::put).min(Comparator.naturalOrder()).orElse(now);
    // Flux pulls what is new, and then only asks for the digest: later pulls are not certain.
    var used = stamps.stream().map(Stamp::put).max(Comparator.naturalOrder()).orElse(now);
    bundles.merge(
        target.digest(),
        new Version(repository, target.digest(), target.index(), stamps, pushed, used),
        Inventory::merged);
  }

  /// The sequences that no target has: their bundles are there all the same. Each is taken to have
  /// come as late as it can have.
  private void between(Tag tag, List<Target> targets) {
    var known =
        targets.stream()
            .flatMap(target -> target.sequences().stream())
            .sorted(Comparator.comparingLong(Target.Kept::sequence))
            .toList();
    Target.@Nullable Kept before = null;
    int count = 0;
    for (var kept : known) {
      long from = before == null ? kept.sequence() : before.sequence() + 1;
      for (long i = from; i < kept.sequence() && count < MOST; i++) {
        var keepTag = tag.keep(i).value();
        var stamps = List.of(new Stamp(keepTag, kept.put()));
        others.add(other(keepTag, stamps, kept.put(), kept.put()));
        others.addAll(attached(keepTag, kept.put()));
        count++;
      }
      before = kept;
    }
  }

  /// What a move attaches to its bundle: the record of the event and the signature, and where an
  /// index stands for the list of referrers, what [io.tagtrail.oci] puts there: that index, twice,
  /// since a new one leaves the old one without a tag, and a tag for each that is attached.
  private List<Version> attached(String move, Instant put) {
    var all = new ArrayList<Version>();
    var after = put.plusMillis(1);
    for (var what : List.of("record", "signature")) {
      var name = move + " " + what;
      all.add(
          other(name, fallback ? List.of(stamp(name, ".tagtrail.m0", after)) : List.of(), after));
      if (fallback) {
        boolean last = what.equals("signature");
        all.add(other(name + " i", last ? List.of(stamp(move, "", after)) : List.of(), after));
      }
    }
    return all;
  }

  private static Stamp stamp(String name, String end, Instant put) {
    return new Stamp("sha256-" + digest(name).hex() + end, put);
  }

  private Version bundle(List<Stamp> stamps, Instant put) {
    return other("next", stamps, put, put);
  }

  private Version other(String name, List<Stamp> stamps, Instant pushed) {
    return other(name, stamps, pushed, Instant.EPOCH);
  }

  private Version other(String name, List<Stamp> stamps, Instant pushed, Instant used) {
    return new Version(repository, digest(name), false, stamps, pushed, used);
  }

  /// A stand-in: the real one is not known.
  private static Digest digest(String name) {
    return Digest.of(name.getBytes(StandardCharsets.UTF_8));
  }

  private static Version merged(Version a, Version b) {
    var tags = new ArrayList<>(a.tags());
    tags.addAll(b.tags());
    return new Version(
        a.repository(),
        a.digest(),
        a.index() || b.index(),
        tags,
        a.pushed().isBefore(b.pushed()) ? a.pushed() : b.pushed(),
        a.used().isAfter(b.used()) ? a.used() : b.used());
  }
}
