package io.tagtrail.server.sentinel;

import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.ledger.Notes.Note;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.server.sentinel.Vigil.Sign;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which aliases are this process's to look at. Each process leaves a note every few seconds; an
/// alias is looked at by the one among those whose hash with it is the highest. Where two views
/// differ for a moment an alias is looked at twice, or a little later: both are harmless.
///
/// A process is there while its note changes: its clock may be hours ahead or behind, so that the
/// note's own age is believed only where there is nothing else to go by.
final class Share {
  static final Duration EVERY = Duration.ofSeconds(20);

  /// While it is to be found out whether somebody watched.
  static final Duration SOON = Duration.ofSeconds(5);

  /// For how long a process that says nothing is taken to be there.
  static final Duration ALIVE = Duration.ofSeconds(70);

  private static final String TOPIC = "sentinel-process";

  private final Notes notes;
  private final Time time;
  private final String me;
  private final Vigil vigil;
  private final Map<String, Seen> seen = new HashMap<>();
  private volatile List<String> processes;
  private Instant written = Instant.MIN;

  /// The note of another process.
  ///
  /// @param time its time
  /// @param since since when it is there with that time, by the clock that only goes forward
  /// @param fresh whether it changed while this process looked, or was young when it was first seen
  private record Seen(Instant time, long since, boolean fresh) {
    boolean gone(long nanos) {
      return nanos - since >= ALIVE.toNanos();
    }
  }

  Share(Notes notes, Time time, String me) {
    this.notes = notes;
    this.time = time;
    this.me = me;
    this.vigil = new Vigil(time);
    this.processes = List.of(me);
  }

  /// Says that this process looks, and finds out who else does, and whether somebody did all the
  /// time.
  ///
  /// @return until when somebody watched, where nobody did afterwards: said again at each beat,
  ///   until that is [#noted]
  /// @throws io.tagtrail.core.ledger.LedgerException if the notes do not answer: there was no beat
  Optional<Instant> beat() {
    var beat = vigil.begin(this::others);
    // Others see that this process is there by a change: a clock that was set back makes one, too.
    written = beat.at().isAfter(written) ? beat.at() : written.plusMillis(1);
    notes.put(new Note(TOPIC, me, Sign.value(beat.sure()), written));
    var others = others();
    var alive = new TreeSet<String>();
    alive.add(me);
    seen.keySet().retainAll(others.stream().map(Sign::process).toList());
    for (var other : others) {
      var now = seen.compute(other.process(), (name, before) -> seen(before, other, beat));
      if (now.fresh() && !now.gone(beat.nanos())) {
        alive.add(other.process());
      }
    }
    processes = List.copyOf(alive);
    var until = vigil.beaten(beat, others);
    forget();
    return until;
  }

  private List<Sign> others() {
    return notes.all(TOPIC).stream().filter(note -> !note.key().equals(me)).map(Sign::of).toList();
  }

  private static Seen seen(@Nullable Seen before, Sign other, Vigil.State beat) {
    if (before == null) {
      var age = Duration.between(other.time(), beat.at()).abs();
      return new Seen(other.time(), beat.nanos(), age.compareTo(ALIVE) < 0);
    }
    return before.time().equals(other.time()) ? before : new Seen(other.time(), beat.nanos(), true);
  }

  /// Removes the notes of those that are gone, once it is settled whether somebody watched: they
  /// are what whoever starts goes by.
  private void forget() {
    if (!vigil.isSure()) {
      return;
    }
    long nanos = time.nanos();
    seen.forEach((process, note) -> {
      if (note.gone(nanos)) {
        notes.remove(TOPIC, process);
      }
    });
  }

  /// It is noted for all that nobody watched.
  void noted() {
    vigil.settle();
    forget();
  }

  /// Whether somebody watched all the time, as far as it is known, and this process does now.
  boolean isWatched() {
    return vigil.holds();
  }

  /// When the next beat is due after one.
  Duration every() {
    return vigil.isSure() ? EVERY : SOON;
  }

  /// This process looks no more, in order. Where its own note is what is left to tell that nobody
  /// watched, it stays.
  void leave() {
    if (!vigil.isEvidence()) {
      notes.remove(TOPIC, me);
      vigil.end();
    }
    seen.clear();
    processes = List.of(me);
  }

  int processes() {
    return processes.size();
  }

  boolean isMine(Alias alias) {
    var all = processes;
    return all.size() == 1
        || all.stream()
            .max((a, b) -> Long.compareUnsigned(weight(a, alias), weight(b, alias)))
            .filter(me::equals)
            .isPresent();
  }

  /// FNV-1a, then mixed: equal everywhere, and without a pattern.
  private static long weight(String process, Alias alias) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : (process + "\n" + alias).getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (each & 0xff)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
