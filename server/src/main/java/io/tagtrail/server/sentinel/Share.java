package io.tagtrail.server.sentinel;

import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.ledger.Notes.Note;
import io.tagtrail.core.model.Alias;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// Which aliases are this process's to look at. Each process leaves a note every few seconds; an
/// alias is looked at by the one among those whose hash with it is the highest. Where two views
/// differ for a moment an alias is looked at twice, or a little later: both are harmless.
final class Share {
  static final Duration EVERY = Duration.ofSeconds(20);
  private static final Duration ALIVE = Duration.ofSeconds(70);
  private static final String TOPIC = "sentinel-process";

  private final Notes notes;
  private final InstantSource clock;
  private final String me;
  private volatile List<String> processes;

  Share(Notes notes, InstantSource clock, String me) {
    this.notes = notes;
    this.clock = clock;
    this.me = me;
    this.processes = List.of(me);
  }

  /// When a sentinel that did not stop in order left its newest note; empty where all stopped in
  /// order, or there never was one.
  Optional<Instant> newest() {
    return notes.all(TOPIC).stream().map(Note::time).max(Instant::compareTo);
  }

  /// Says that this process looks, and finds out who else does.
  void beat() {
    var now = clock.instant();
    notes.put(new Note(TOPIC, me, new byte[0], now));
    var alive = new TreeSet<String>();
    alive.add(me);
    for (var note : notes.all(TOPIC)) {
      var age = Duration.between(note.time(), now);
      if (age.compareTo(ALIVE) < 0) {
        alive.add(note.key());
      } else if (age.compareTo(ALIVE.multipliedBy(10)) > 0) {
        notes.remove(TOPIC, note.key());
      }
    }
    processes = List.copyOf(alive);
  }

  /// This process looks no more.
  void leave() {
    notes.remove(TOPIC, me);
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
