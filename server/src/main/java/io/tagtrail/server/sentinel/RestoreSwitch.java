package io.tagtrail.server.sentinel;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.ledger.Notes.Note;
import io.tagtrail.core.model.Text;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether anything is brought back by itself. It is switched off where the ledger was away or lost
/// entries: what happened meanwhile may have been somebody's emergency, and nothing is undone
/// before a person has looked. It stands in the notes, so that neither a restart nor another
/// process takes it for acknowledged; while these cannot be reached, this process remembers.
final class RestoreSwitch {
  static final String TOPIC = "sentinel";
  private static final String KEY = "restoring";
  private static final int WHY_BYTES = 1_000;

  /// How often it is written again where somebody else writes at the same time.
  private static final int ATTEMPTS = 10;

  private final Notes notes;
  private final InstantSource clock;
  private @Nullable State unwritten;

  RestoreSwitch(Notes notes, InstantSource clock) {
    this.notes = notes;
    this.clock = clock;
  }

  /// How it stands.
  ///
  /// @param since when it was switched; null where it never was
  record State(boolean on, @Nullable String why, @Nullable Instant since) {
    static final State USUAL = new State(true, null, null);

    byte[] bytes() {
      return new ObjectBuilder().put("on", on).put("why", why).build().canonicalBytes();
    }
  }

  /// How it stands, for all processes.
  ///
  /// @throws LedgerException if the notes cannot be read, and this process does not know better
  synchronized State state() {
    return unwritten == null ? read() : unwritten;
  }

  private State read() {
    var note = notes.get(TOPIC, KEY);
    return note.isEmpty() ? State.USUAL : parse(note.get());
  }

  private static State parse(Note note) {
    try {
      var view = JsonReader.object(note.value());
      return new State(view.flag("on"), view.text("why"), note.time());
    } catch (JsonException e) {
      return new State(false, "what was noted of it cannot be read", note.time());
    }
  }

  /// Switches it off, unless it is off: the first reason is the one to look at.
  ///
  /// @return whether it was on
  synchronized boolean off(String why) {
    if (unwritten != null) {
      return false;
    }
    var off = new State(false, Text.clipped(why, WHY_BYTES), clock.instant());
    try {
      if (!read().on()) {
        return false;
      }
      write(off);
    } catch (LedgerException e) {
      unwritten = off;
    }
    return true;
  }

  /// Switches it on again.
  ///
  /// @throws LedgerException if the notes cannot be written: it stays off
  synchronized State on(String why) {
    var on = new State(true, Text.clipped(why, WHY_BYTES), clock.instant());
    write(on);
    unwritten = null;
    return read();
  }

  /// Writes what could not be written before.
  ///
  /// @throws LedgerException if it still cannot
  synchronized void catchUp() {
    var state = unwritten;
    if (state != null) {
      write(state);
      unwritten = null;
    }
  }

  /// A note of a clock that is behind must not be lost against one of a clock that is ahead, nor
  /// against one that somebody writes at the same time.
  ///
  /// @throws LedgerException if the notes do not take it
  private void write(State state) {
    var now = Optional.ofNullable(state.since()).orElseGet(clock::instant);
    for (int i = 0; i < ATTEMPTS; i++) {
      var before = notes.get(TOPIC, KEY).map(Note::time).orElse(Instant.MIN);
      var time = before.isBefore(now) ? now : before.plusMillis(1);
      if (notes.put(new Note(TOPIC, KEY, state.bytes(), time))) {
        return;
      }
    }
    throw new LedgerException(
        LedgerException.Kind.UNAVAILABLE,
        "whether anything is brought back could not be noted: others write it all the time; try again");
  }
}
