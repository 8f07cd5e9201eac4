package io.tagtrail.server.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.testkit.ledger.InMemoryNotes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShareTest {
  private static final String TOPIC = "sentinel-process";

  private final ShiftedTime time = new ShiftedTime();
  private final InMemoryNotes notes = new InMemoryNotes();
  private final List<Alias> aliases =
      IntStream.range(0, 300).mapToObj(n -> Alias.parse("shop" + n + "/prod")).toList();

  private long of(Share share) {
    return aliases.stream().filter(share::isMine).count();
  }

  @Test
  void each_alias_is_one_processs_and_all_have_about_the_same() {
    var all =
        List.of(
            new Share(notes, time, "a"), new Share(notes, time, "b"), new Share(notes, time, "c"));
    all.forEach(Share::beat);
    all.forEach(Share::beat);

    for (var alias : aliases) {
      assertThat(all.stream().filter(share -> share.isMine(alias)).count()).isEqualTo(1);
    }
    assertThat(all).allSatisfy(share -> assertThat(of(share)).isBetween(60L, 140L));
  }

  @Test
  void the_share_of_one_that_is_gone_is_taken_over() {
    var here = new Share(notes, time, "a");
    var gone = new Share(notes, time, "b");
    gone.beat();
    here.beat();
    assertThat(of(here)).isLessThan(300);

    time.jump(Duration.ofSeconds(80));
    here.beat();

    assertThat(of(here)).isEqualTo(300);
  }

  @Test
  void one_that_stops_in_order_is_missed_at_once_and_leaves_no_trace() {
    var here = new Share(notes, time, "a");
    var stops = new Share(notes, time, "b");
    stops.beat();
    here.beat();
    stops.leave();
    here.beat();

    assertThat(of(here)).isEqualTo(300);
    here.leave();
    assertThat(notes.all(TOPIC)).isEmpty();
  }

  /// A machine whose clock is wrong by so much.
  private Time wrong(Duration by) {
    return new Time() {
      @Override
      public Instant now() {
        return time.now().plus(by);
      }

      @Override
      public long nanos() {
        return time.nanos();
      }

      @Override
      public void pause(Duration duration) throws InterruptedException {
        time.pause(duration);
      }
    };
  }

  /// Time passes, and some beat.
  private void pass(Duration all, Share... beating) {
    for (var left = all; left.isPositive(); left = left.minusSeconds(10)) {
      time.jump(Duration.ofSeconds(10));
      for (var each : beating) {
        each.beat();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {-6, 6})
  void one_whose_clock_was_wrong_is_there_while_it_beats_and_is_taken_over_when_it_is_gone(
      int hours) {
    var here = new Share(notes, time, "a");
    var other = new Share(notes, wrong(Duration.ofHours(hours)), "b");
    other.beat();
    here.beat();
    pass(Duration.ofSeconds(30), other, here);
    assertThat(here.processes()).isEqualTo(2);
    assertThat(of(here) + of(other)).isEqualTo(300);

    pass(Duration.ofSeconds(80), here);

    assertThat(here.processes()).isEqualTo(1);
    assertThat(of(here)).isEqualTo(300);
    assertThat(notes.all(TOPIC)).as("nobody goes by it any more").hasSize(1);
  }

  @Test
  void one_whose_clock_was_ahead_and_is_gone_is_taken_over() {
    var gone = new Share(notes, wrong(Duration.ofHours(6)), "b");
    gone.beat();
    var here = new Share(notes, time, "a");
    here.beat();

    pass(Duration.ofSeconds(80), here);

    assertThat(of(here)).isEqualTo(300);
  }

  @Test
  void one_whose_clock_is_set_back_is_still_seen() {
    var here = new Share(notes, time, "a");
    var other = new ShiftedTime();
    var set = new Share(notes, other, "b");
    here.beat();
    set.beat();
    other.jumpWall(Duration.ofHours(-1));
    for (int i = 0; i < 20; i++) {
      time.jump(Duration.ofSeconds(10));
      set.beat();
      here.beat();
      assertThat(here.processes()).as("%d", i).isEqualTo(2);
    }
  }
}
