package io.tagtrail.server.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.ledger.Notes;
import io.tagtrail.testkit.ledger.InMemoryNotes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// When somebody watched all the time, and when nobody can tell.
class VigilTest {
  private static final String TOPIC = "sentinel-process";
  private final ShiftedTime time = new ShiftedTime();
  private final InMemoryNotes notes = new InMemoryNotes();

  private Share process(String name) {
    return new Share(notes, time, name);
  }

  /// A process that begins.
  private Share begun(String name) {
    var share = process(name);
    assertThat(share.beat()).isEmpty();
    return share;
  }

  /// Time passes, and some beat.
  ///
  /// @return what the last of them found out
  private Optional<Instant> pass(Duration all, Share... beating) {
    Optional<Instant> until = Optional.empty();
    for (var left = all; left.isPositive(); left = left.minusSeconds(5)) {
      time.jump(Duration.ofSeconds(5));
      for (var each : beating) {
        until = each.beat();
      }
    }
    return until;
  }

  private static Duration minute() {
    return Duration.ofSeconds(60);
  }

  @Test
  void the_first_one_and_one_after_a_stop_in_order_are_sure_at_once() {
    var first = begun("a");
    assertThat(first.isWatched()).isTrue();
    first.leave();
    time.jump(Duration.ofDays(3));

    assertThat(begun("b").isWatched()).isTrue();
  }

  @Test
  void one_that_died_alone_is_found_out_and_until_then_nobody_is_sure() {
    begun("a");
    var until = time.now();
    time.jump(Duration.ofSeconds(2));
    var next = begun("b");
    assertThat(next.isWatched()).isFalse();
    assertThat(pass(minute(), next)).isEmpty();
    assertThat(next.isWatched()).isFalse();

    assertThat(pass(Duration.ofSeconds(15), next))
        .hasValueSatisfying(at -> assertThat(at).isBetween(until.minusSeconds(1), until));
    assertThat(pass(Duration.ofSeconds(5), next)).as("until it is noted").isPresent();
    assertThat(next.isWatched()).isFalse();

    next.noted();
    assertThat(next.beat()).isEmpty();
    assertThat(next.isWatched()).isTrue();
    assertThat(notes.all(TOPIC)).hasSize(1);
  }

  @Test
  void a_death_beside_one_that_watches_on_is_none_of_anybodys_concern() {
    var stays = begun("a");
    begun("dies");
    var anew = begun("dies-2");
    assertThat(anew.isWatched()).as("it does not know yet").isFalse();

    assertThat(pass(Duration.ofSeconds(20), stays, anew)).isEmpty();

    assertThat(anew.isWatched()).isTrue();
    assertThat(stays.isWatched()).isTrue();
    assertThat(pass(minute().multipliedBy(3), stays, anew)).isEmpty();
    assertThat(anew.isWatched()).isTrue();
    assertThat(notes.all(TOPIC)).extracting(Notes.Note::key).containsExactly("a", "dies-2");
  }

  @Test
  void a_rolling_update_is_watched_all_the_time() {
    var old = begun("old");
    var next = begun("new");
    pass(Duration.ofSeconds(5), next);
    assertThat(next.isWatched()).isFalse();

    old.leave();

    assertThat(pass(Duration.ofSeconds(5), next)).isEmpty();
    assertThat(next.isWatched()).isTrue();
  }

  @Test
  void two_that_come_after_a_death_do_not_answer_for_each_other() {
    begun("a");
    var one = begun("b");
    var two = begun("c");

    pass(minute(), one, two);

    assertThat(one.isWatched()).isFalse();
    assertThat(two.isWatched()).isFalse();
    assertThat(pass(Duration.ofSeconds(15), one)).isPresent();
    one.noted();
    // The one that found it out has noted it for all.
    assertThat(pass(Duration.ofSeconds(5), one, two)).isEmpty();
    assertThat(two.isWatched()).isTrue();
  }

  @Test
  void one_that_stops_before_it_knows_leaves_it_to_the_next_one() {
    begun("a");
    begun("b").leave();

    var next = begun("c");

    assertThat(next.isWatched()).isFalse();
    assertThat(pass(Duration.ofSeconds(75), next)).isPresent();
  }

  @Test
  void whoever_stood_still_alone_is_found_out_at_its_next_beat_and_brings_nothing_back_before() {
    var alone = begun("a");
    time.jump(Duration.ofHours(1));
    assertThat(alone.isWatched()).isFalse();

    assertThat(alone.beat()).isPresent();

    alone.leave();
    assertThat(notes.all(TOPIC)).as("what is left to tell of it").hasSize(1);
    assertThat(begun("b").isWatched()).isFalse();
  }

  @Test
  void whoever_stood_still_beside_one_that_watched_on_goes_on() {
    var frozen = begun("a");
    var other = begun("b");
    pass(Duration.ofSeconds(20), frozen, other);
    assertThat(other.isWatched()).isTrue();
    pass(Duration.ofMinutes(10), other);

    assertThat(frozen.beat()).isEmpty();
    assertThat(frozen.isWatched()).isFalse();
    assertThat(pass(Duration.ofSeconds(5), other, frozen)).isEmpty();

    assertThat(frozen.isWatched()).isTrue();
  }

  @Test
  void two_that_stood_still_together_do_not_answer_for_each_other() {
    var one = begun("a");
    var two = begun("b");
    pass(Duration.ofSeconds(20), one, two);
    time.jumpWall(Duration.ofHours(1));
    assertThat(one.beat()).isEmpty();
    assertThat(two.beat()).isEmpty();

    assertThat(pass(Duration.ofSeconds(75), one, two)).isPresent();
    assertThat(one.isWatched()).isFalse();
    assertThat(two.isWatched()).isFalse();
  }
}
