package io.tagtrail.server.readiness;

import static io.tagtrail.server.readiness.Town.PROD;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.ledger.Notes;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Bundle;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What a rehearsal believes of what was noted: by a clock that was ahead, by one that died.
final class RehearsalNotesTest {
  private static final Bundle A = Artifacts.image(1, 2, 100);
  private static final Bundle B = Artifacts.image(2, 2, 100);

  private final Town town = new Town();

  @AfterEach
  void end() {
    town.close();
  }

  private Looked looked() throws InterruptedException {
    return town.look(PROD).looked().getFirst();
  }

  /// Something that a process does whose clock is hours ahead.
  private void ahead(org.assertj.core.api.ThrowableAssert.ThrowingCallable does) throws Exception {
    town.time.set(town.time.now().plus(Duration.ofHours(6)));
    try {
      does.call();
    } catch (Throwable e) {
      throw new AssertionError(e);
    } finally {
      town.time.set(town.time.now().minus(Duration.ofHours(6)));
    }
  }

  @Test
  void a_look_from_the_future_is_looked_at_again() throws Exception {
    town.live(PROD, A, B);
    ahead(this::looked);
    town.registry.lose("acme/shop", A.blobs().getLast().digest());
    var rehearsal = town.rehearsal();
    var since = town.time.now().minus(Duration.ofHours(1));

    assertThat(rehearsal.due(since)).containsExactly(PROD);
    rehearsal.look(List.of(PROD), () -> false);

    assertThat(rehearsal.last(PROD).orElseThrow().answer()).isEqualTo(Answer.CANNOT);
    assertThat(rehearsal.due(since)).as("it was looked at").isEmpty();
    town.time.pause(Duration.ofHours(2));
    assertThat(rehearsal.due(town.time.now().minus(Duration.ofHours(1)))).containsExactly(PROD);
  }

  @Test
  void of_two_looks_the_later_one_stays() throws Exception {
    town.live(PROD, A, B);
    var later = town.time.now().plusSeconds(20);
    town.time.set(later);
    looked();
    town.time.set(later.minusSeconds(10));
    looked();

    assertThat(town.rehearsal().last(PROD).orElseThrow().time()).isEqualTo(later);
  }

  @Test
  void whose_turn_it_is_does_not_wait_for_a_clock_that_was_ahead() throws Exception {
    var lease = Duration.ofSeconds(90);
    var rehearsal = town.rehearsal();
    ahead(() -> assertThat(rehearsal.claim("gone", lease)).isTrue());

    assertThat(rehearsal.claim("here", lease)).isTrue();
    assertThat(rehearsal.claim("other", lease)).as("it is taken").isFalse();
    town.time.pause(Duration.ofSeconds(80));
    assertThat(rehearsal.claim("here", lease)).isTrue();
    town.time.pause(Duration.ofSeconds(80));
    assertThat(rehearsal.claim("other", lease)).isFalse();
    town.time.pause(Duration.ofSeconds(20));
    assertThat(rehearsal.claim("other", lease)).isTrue();
  }

  @Test
  void a_rehearsal_that_ended_in_the_future_counts_for_none() throws Exception {
    var rehearsal = town.rehearsal();
    ahead(rehearsal::rehearsedNow);
    assertThat(rehearsal.rehearsed()).isEmpty();

    rehearsal.rehearsedNow();

    assertThat(rehearsal.rehearsed()).hasValue(town.time.now());
  }

  @Test
  void what_an_older_tagtrail_noted_of_a_rehearsal_is_understood() {
    var then = town.time.now();
    town.notes.put(new Notes.Note("readiness.round", "last", new byte[] {1}, then));
    town.notes.put(new Notes.Note("readiness.round", "looker", new byte[] {'o', 'l', 'd'}, then));

    assertThat(town.rehearsal().rehearsed()).hasValue(then);
    assertThat(town.rehearsal().claim("here", Duration.ofSeconds(90))).isFalse();
  }

  @Test
  void a_loss_whose_note_was_never_written_is_recorded_once() throws InterruptedException {
    town.live(PROD, A, B);
    var layer = A.blobs().getLast();
    town.registry.lose("acme/shop", layer.digest());
    looked();
    town.registry.pusher().blob(town.repository, layer.bytes());
    assertThat(looked().found()).hasSize(1);
    var found = town.notes.all("readiness.lost").getFirst();
    town.registry.lose("acme/shop", layer.digest());
    looked();
    assertThat(town.losses()).hasSize(2);

    // As if the process had died right after the entry.
    town.notes.remove(found.topic(), found.key());
    town.notes.put(found);
    looked();

    assertThat(town.losses()).hasSize(2);
    town.registry.pusher().blob(town.repository, layer.bytes());
    assertThat(looked().found()).as("and it was noted then").hasSize(1);
  }

  @Test
  void a_loss_is_recorded_once_also_where_it_was_found_by_a_clock_that_was_ahead()
      throws Exception {
    town.live(PROD, A, B);
    var layer = A.blobs().getLast();
    town.registry.lose("acme/shop", layer.digest());
    looked();
    town.registry.pusher().blob(town.repository, layer.bytes());
    ahead(this::looked);
    town.registry.lose("acme/shop", layer.digest());

    looked();
    looked();

    assertThat(town.losses()).hasSize(2);
    town.registry.pusher().blob(town.repository, layer.bytes());
    assertThat(looked().found()).hasSize(1);
  }
}
