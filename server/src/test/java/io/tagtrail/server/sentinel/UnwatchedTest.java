package io.tagtrail.server.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.server.config.SentinelConfig;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The sentinel where the ledger was away, or nobody watched: nothing is brought back then.
@Timeout(90)
class UnwatchedTest {
  private static Yard yard(Assurance.Outside outside) {
    return new Yard(outside, Yard.everySecond());
  }

  private static void governs(Yard yard, int aliases) throws InterruptedException {
    for (int n = 0; n < aliases; n++) {
      assertThat(yard.promote(n, 100 + n)).isInstanceOf(Outcome.Moved.class);
    }
  }

  @Test
  void after_a_ledger_outage_nothing_is_brought_back_until_somebody_says_so_also_after_a_restart()
      throws InterruptedException {
    var yard = yard(Assurance.Outside.RESTORE);
    governs(yard, 1);
    try (var sentinel = yard.sentinel()) {
      Yard.until(() -> sentinel.looks().stream().anyMatch(l -> l.at() != null));
      yard.ledgerAway =
          new LedgerException(LedgerException.Kind.UNAVAILABLE, "the database is away");
      Yard.until(sentinel::isOff);
      yard.ledgerAway = null;
      yard.outside(0, 7);
      Yard.until(() -> yard.count(0, EventKind.OUTSIDE_MOVE) == 1);
      Thread.sleep(1_500);
      assertThat(yard.tag(0)).isEqualTo(Yard.bundle(7).digest());
    }
    var desk = new SentinelDesk(yard.notes, yard.time::now);
    assertThat(desk.status().restoring()).isFalse();
    assertThat(desk.status().why()).contains("the database is away");
    try (var anew =
        new Sentinel(() -> yard.ground, yard.notes, desk, SentinelListener.NONE, yard.time)) {
      Yard.until(() -> anew.looks().stream().anyMatch(l -> l.detail() != null));
      assertThat(yard.count(0, EventKind.ROLLBACK)).isZero();

      assertThat(desk.resume("ann: it was the database").restoring()).isTrue();
    }
    try (var anew = yard.sentinel()) {
      Yard.until(() -> yard.count(0, EventKind.ROLLBACK) == 1);
      assertThat(yard.tag(0)).isEqualTo(Yard.bundle(100).digest());
      assertThat(anew.isOff()).isFalse();
    }
  }

  /// Notes that do not answer for the switch, where they are told so.
  private static final class NoSwitch implements Notes {
    private final Notes inner;
    volatile boolean away;

    NoSwitch(Notes inner) {
      this.inner = inner;
    }

    @Override
    public Optional<Note> get(String topic, String key) {
      if (away && topic.equals(RestoreSwitch.TOPIC)) {
        throw new LedgerException(LedgerException.Kind.UNAVAILABLE, "no note");
      }
      return inner.get(topic, key);
    }

    @Override
    public List<Note> all(String topic) {
      return inner.all(topic);
    }

    @Override
    public boolean put(Note note) {
      return inner.put(note);
    }

    @Override
    public boolean remove(String topic, String key) {
      return inner.remove(topic, key);
    }
  }

  /// Not where the notes do not answer: where this process itself remembers.
  private static boolean isKnownOff(SentinelDesk desk) {
    try {
      return !desk.restoring().state().on();
    } catch (LedgerException e) {
      return false;
    }
  }

  private static Sentinel cutOff(Yard yard, NoSwitch notes) throws InterruptedException {
    var desk = new SentinelDesk(notes, yard.time::now);
    var sentinel = new Sentinel(() -> yard.ground, notes, desk, SentinelListener.NONE, yard.time);
    Yard.until(() -> sentinel.looks().stream().anyMatch(l -> l.at() != null));
    notes.away = true;
    yard.ledgerAway = new LedgerException(LedgerException.Kind.UNAVAILABLE, "the database is away");
    Yard.until(() -> isKnownOff(desk));
    yard.ledgerAway = null;
    return sentinel;
  }

  @Test
  void that_the_ledger_was_away_is_noted_as_soon_as_it_can_be() throws InterruptedException {
    var yard = yard(Assurance.Outside.RESTORE);
    governs(yard, 1);
    var notes = new NoSwitch(yard.notes);
    try (var sentinel = cutOff(yard, notes)) {
      assertThat(sentinel.isOff()).isTrue();
      notes.away = false;

      // Long before this process leaves its next note.
      var others = new RestoreSwitch(yard.notes, yard.time::now);
      Yard.until(() -> !others.state().on());
    }
  }

  @Test
  void who_stops_and_could_not_note_it_did_not_stop_in_order() throws InterruptedException {
    var yard = yard(Assurance.Outside.RESTORE);
    governs(yard, 1);
    var notes = new NoSwitch(yard.notes);
    cutOff(yard, notes).close();

    assertThat(yard.notes.all("sentinel-process")).hasSize(1);
  }

  /// Lets time pass in steps in which a sentinel beats.
  private static void pass(Yard yard, Duration all) throws InterruptedException {
    for (var left = all; left.isPositive(); left = left.minusSeconds(10)) {
      yard.time.jump(Duration.ofSeconds(10));
      Thread.sleep(1_200);
    }
  }

  private static void isLeftAlone(Yard yard) {
    assertThat(yard.tag(0)).isEqualTo(Yard.bundle(7).digest());
    assertThat(yard.count(0, EventKind.ROLLBACK)).isZero();
  }

  @Test
  void an_outage_that_nobody_could_note_is_found_out_after_a_restart_within_minutes()
      throws InterruptedException {
    var yard = yard(Assurance.Outside.RESTORE);
    governs(yard, 1);
    var notes = new NoSwitch(yard.notes);
    cutOff(yard, notes).close();
    yard.outside(0, 7);
    yard.time.jump(Duration.ofMinutes(2));

    try (var anew = yard.sentinel()) {
      Yard.until(() -> yard.count(0, EventKind.OUTSIDE_MOVE) == 1);
      Yard.until(() -> anew.looks().getFirst().detail() != null);
      assertThat(anew.looks().getFirst().detail()).contains("whether somebody watched");
      isLeftAlone(yard);

      pass(yard, Share.ALIVE);
      Yard.until(anew::isOff);
      pass(yard, Duration.ofSeconds(20));
      isLeftAlone(yard);
    }
    assertThat(new SentinelDesk(yard.notes, yard.time::now).status().why())
        .contains("nobody watched");
    assertThat(yard.notes.all("sentinel-process")).as("nothing is found out twice").isEmpty();
  }

  @Test
  void a_process_that_was_frozen_brings_nothing_back_until_somebody_says_so()
      throws InterruptedException {
    var yard = yard(Assurance.Outside.RESTORE);
    governs(yard, 1);
    try (var sentinel = yard.sentinel()) {
      Yard.until(() -> sentinel.looks().stream().anyMatch(l -> l.at() != null));
      yard.time.jump(Duration.ofHours(1));
      yard.outside(0, 7);
      Yard.until(() -> yard.count(0, EventKind.OUTSIDE_MOVE) == 1);

      Yard.until(sentinel::isOff);
      Yard.until(() -> sentinel.looks().getFirst().detail() != null);
      isLeftAlone(yard);
    }
  }

  @Test
  void a_machine_that_was_paused_is_found_out_by_the_wall_clock() throws InterruptedException {
    var yard = yard(Assurance.Outside.RESTORE);
    governs(yard, 1);
    try (var sentinel = yard.sentinel()) {
      Yard.until(() -> sentinel.looks().stream().anyMatch(l -> l.at() != null));
      // Before its next look: it beats where time may have passed, not each second.
      yard.time.jumpWall(Duration.ofHours(1));
      yard.outside(0, 7);
      Yard.until(() -> yard.count(0, EventKind.OUTSIDE_MOVE) == 1);
      Yard.until(() -> sentinel.looks().getFirst().detail() != null);
      isLeftAlone(yard);
      Yard.until(sentinel::isOff);
    }
  }

  @Test
  void whoever_is_told_to_stop_watching_and_to_watch_again_stopped_in_order()
      throws InterruptedException {
    var yard = yard(Assurance.Outside.RESTORE);
    governs(yard, 1);
    var quiet = new SentinelConfig(false, Duration.ofSeconds(1), Map.of(), 1_000, Map.of());
    try (var sentinel = yard.sentinel()) {
      Yard.until(() -> sentinel.looks().stream().anyMatch(l -> l.at() != null));
      var watching = yard.ground;
      yard.ground =
          new Ground(
              quiet,
              watching.policy(),
              watching.ledger(),
              watching.registry(),
              watching.claims(),
              watching.path());
      Yard.until(() -> yard.notes.all("sentinel-process").isEmpty());
      yard.time.jump(Duration.ofHours(1));
      yard.outside(0, 7);
      yard.ground = watching;

      Yard.until(() -> yard.count(0, EventKind.ROLLBACK) == 1);
      assertThat(sentinel.isOff()).isFalse();
    }
  }
}
