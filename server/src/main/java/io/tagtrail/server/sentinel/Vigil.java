package io.tagtrail.server.sentinel;

import io.tagtrail.core.ledger.Notes.Note;
import io.tagtrail.core.promotion.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Whether somebody watched all the time, and had the ledger meanwhile. Whoever died without having
/// stopped in order, or stood still, may have been cut off from the ledger and cannot tell any
/// more; only a process that was there before and beats on can answer for that time. Until one has,
/// this process is in doubt; when none has for [Share#ALIVE], nobody watched.
///
/// Other processes' clocks are not believed: what counts is that a note changes, by the clock here
/// that only goes forward. A process in doubt says so in its own note, so that two that are in
/// doubt do not take each other for an answer.
final class Vigil {
  private final Time time;
  private volatile @Nullable State state;

  Vigil(Time time) {
    this.time = time;
  }

  /// What the note of a process says.
  ///
  /// @param sure whether it is not in doubt itself
  record Sign(String process, Instant time, boolean sure) {
    private static final byte[] SURE = {};
    private static final byte[] UNSURE = {'?'};

    static Sign of(Note note) {
      return new Sign(note.key(), note.time(), note.value().length == 0);
    }

    static byte[] value(boolean sure) {
      return sure ? SURE.clone() : UNSURE.clone();
    }
  }

  /// How it stood at a beat.
  ///
  /// @param doubt null where this process is sure
  record State(Instant at, long nanos, @Nullable Doubt doubt) {
    boolean sure() {
      return doubt == null;
    }
  }

  /// What is to be found out.
  ///
  /// @param last until when somebody watched
  /// @param since since when it is waited, by the clock that only goes forward
  /// @param there what the others' notes said then
  /// @param own whether it was this process that stood still: nobody else's note says so
  record Doubt(Instant last, long since, Map<String, Sign> there, boolean own) {
    Doubt {
      there = Map.copyOf(there);
    }

    /// Whether one that was sure beat on, or stopped in order, since; or one came that found out.
    boolean answered(List<Sign> others) {
      var now = new HashMap<String, Sign>();
      others.forEach(each -> now.put(each.process(), each));
      return others.stream()
              .anyMatch(each -> {
                var before = there.get(each.process());
                return each.sure() && (before == null || !before.time().equals(each.time()));
              })
          || there.values().stream()
              .anyMatch(each -> each.sure() && !now.containsKey(each.process()));
    }
  }

  /// Whether this process is sure, and has beaten lately: else nothing is to be brought back.
  boolean holds() {
    var last = state;
    return last != null && last.sure() && !stoodStill(last, time.now(), time.nanos());
  }

  /// Whether nothing is to be found out.
  boolean isSure() {
    var last = state;
    return last != null && last.sure();
  }

  /// Whether this process's own note is what is left to tell that nobody watched.
  boolean isEvidence() {
    var last = state;
    return last != null && last.doubt() != null && last.doubt().own();
  }

  /// How it stands at a beat that begins. It holds once it is given to [#beaten].
  ///
  /// @param others what the others' notes say, asked for where it matters
  State begin(Supplier<List<Sign>> others) {
    var now = time.now();
    long nanos = time.nanos();
    var last = state;
    if (last == null) {
      var there = others.get();
      var newest = there.stream().map(Sign::time).max(Instant::compareTo);
      return new State(
          now, nanos, newest.map(at -> new Doubt(at, nanos, byName(there), false)).orElse(null));
    }
    var doubt = last.doubt();
    if (stoodStill(last, now, nanos)) {
      var since = doubt == null ? last.at() : doubt.last();
      return new State(now, nanos, new Doubt(since, nanos, byName(others.get()), true));
    }
    return new State(now, nanos, doubt);
  }

  /// The beat was made.
  ///
  /// @return until when somebody watched, where nobody did afterwards; said again at each beat
  ///   until [#settle]
  Optional<Instant> beaten(State beat, List<Sign> others) {
    var doubt = beat.doubt();
    if (doubt == null || doubt.answered(others)) {
      state = new State(beat.at(), beat.nanos(), null);
      return Optional.empty();
    }
    state = beat;
    boolean waited = beat.nanos() - doubt.since() >= Share.ALIVE.toNanos();
    return waited || doubt.there().isEmpty() ? Optional.of(doubt.last()) : Optional.empty();
  }

  /// It is noted that nobody watched: there is nothing left to find out.
  void settle() {
    var last = state;
    if (last != null) {
      state = new State(last.at(), last.nanos(), null);
    }
  }

  /// This process stopped watching in order.
  void end() {
    state = null;
  }

  /// By either clock: a machine that is paused may stop the one or the other.
  private static boolean stoodStill(State last, Instant now, long nanos) {
    return nanos - last.nanos() > Share.ALIVE.toNanos()
        || Duration.between(last.at(), now).compareTo(Share.ALIVE) > 0;
  }

  private static Map<String, Sign> byName(List<Sign> signs) {
    var all = new HashMap<String, Sign>();
    signs.forEach(each -> all.put(each.process(), each));
    return all;
  }
}
