package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Claims;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Restoring;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Two ledgers on one tag: the one that the marker does not name refuses.
class GoverningLedgerTest {
  private static final io.tagtrail.core.model.Location MARKER = Stage.PROD.marker();

  private static void foreign(Stage stage) {
    stage.world.model.land(
        MARKER,
        io.tagtrail.core.promotion.Marker.of(Rival.ORIGIN),
        stage.world.tick,
        stage.world.now);
    stage.wait(Duration.ofSeconds(10));
  }

  @Test
  void the_first_move_leaves_a_marker_that_names_the_ledger() {
    var stage = Stage.governed(0);

    assertThat(stage.world.model.tag(MARKER)).isEqualTo(stage.world.main.digest());
    stage.holds();
  }

  @Test
  void a_ledger_that_is_not_named_refuses_every_move_and_names_the_other() {
    var stage = Stage.governed(2);
    foreign(stage);

    for (var aim :
        new Aim[] {
          new Aim.Promote(Sample.source(Sample.HERE, 3), false),
          new Aim.RollBack(null),
          new Aim.Adopt(null)
        }) {
      var outcome = stage.ask(stage.process("asks"), aim);
      if (aim instanceof Aim.Adopt) {
        assertThat(outcome).isInstanceOf(Outcome.Unchanged.class);
      } else {
        Cast.fails(outcome, Claims.CHECK, Rival.ORIGIN);
      }
    }
    assertThat(stage.tag()).isEqualTo("b2");
    stage.holds();
  }

  @Test
  void a_second_ledger_does_not_adopt_what_another_governs() {
    var stage = Stage.empty();
    stage.world.model.land(Stage.PROD, Sample.bundle(0), 0, 0);
    foreign(stage);

    Cast.fails(stage.ask(stage.process("adopts"), new Aim.Adopt(null)), Claims.CHECK, Rival.ORIGIN);

    assertThat(stage.state().isGoverned()).isFalse();
    assertThat(stage.world.model.tag(MARKER)).isEqualTo(Rival.MARKER);
  }

  @Test
  void taking_over_replaces_the_marker_and_begins_above_the_other_ledgers_keep_tags() {
    var stage = Stage.empty();
    stage.world.model.land(Stage.PROD, Sample.bundle(0), 0, 0);
    stage.world.model.land(Stage.PROD.keep(41), Sample.bundle(0), 0, 0);
    stage.world.model.land(Stage.PROD.keep(1), Sample.bundle(4), 0, 0);
    foreign(stage);

    var outcome = stage.ask(stage.process("adopts"), new Aim.Adopt(null, true));

    Cast.passes(outcome, Claims.CHECK);
    assertThat(Cast.check(outcome, Claims.CHECK).detail()).contains(Rival.ORIGIN);
    var change = ((Outcome.Moved) outcome).recorded().event().needChange();
    assertThat(change.sequence()).isEqualTo(1001);
    assertThat(change.note()).isEqualTo(Change.Note.TAKEN_OVER);
    assertThat(stage.world.model.tag(MARKER)).isEqualTo(stage.world.main.digest());
    assertThat(stage.world.model.tag(Stage.PROD.keep(1))).isEqualTo(Sample.digest(4));
    assertThat(stage.promote(stage.process("promotes"), 2)).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.rollBack(stage.process("on call"))).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.tag()).isEqualTo("b0");
    stage.holds();
  }

  @Test
  void who_was_taken_over_from_refuses_and_may_take_it_back() {
    var stage = Stage.governed(1);
    var rival = new Rival(stage.process("rival"));
    rival.act(1, 0);
    stage.wait(Duration.ofSeconds(10));

    Cast.fails(stage.promote(stage.process("promotes"), 2), Claims.CHECK, Rival.ORIGIN);
    rival.act(3, 4);
    stage.wait(Duration.ofSeconds(10));
    stage.look();
    assertThat(stage.tag()).isEqualTo("b4");
    assertThat(stage.newest(1)).containsExactly("outside-move b4");
    assertThat(stage.ask(stage.process("adopts"), new Aim.Adopt(null, true)))
        .isInstanceOf(Outcome.Moved.class);
    assertThat(stage.state().lastSequence()).isEqualTo(2001);
    rival.act(3, 5);
    assertThat(stage.tag()).isEqualTo("b4");
    stage.holds();
  }

  @Test
  void a_marker_that_a_clean_up_deleted_is_put_again_by_its_own_ledger() {
    var stage = Stage.governed(1);
    stage.world.outsider.sets(MARKER, null);

    assertThat(stage.rollBack(stage.process("on call"))).isInstanceOf(Outcome.Moved.class);

    assertThat(stage.world.model.tag(MARKER)).isEqualTo(stage.world.main.digest());
    stage.holds();
  }

  @Test
  void a_ledger_that_comes_while_a_lost_marker_is_put_again_keeps_its_own() {
    var stage = Stage.governed(1);
    stage.world.outsider.sets(MARKER, null);
    stage.wait(Duration.ofSeconds(10));
    var process = stage.process("promotes");
    process.at(
        Phase.AUTHORISED,
        () ->
            stage.world.model.land(
                MARKER,
                io.tagtrail.core.promotion.Marker.of(Rival.ORIGIN),
                stage.world.tick,
                stage.world.now));

    var outcome = stage.promote(process, 2);

    Cast.fails(outcome, Claims.CHECK, Rival.ORIGIN);
    assertThat(stage.newest(2)).containsExactly("authorisation b2", "abandoned b2");
    assertThat(stage.world.model.tag(MARKER)).isEqualTo(Rival.MARKER);
    assertThat(stage.tag()).isEqualTo("b1");
    stage.holds();
  }

  @Test
  void who_stood_still_past_its_deadline_puts_no_marker() {
    var stage = Stage.governed(1);
    stage.world.outsider.sets(MARKER, null);
    stage.wait(Duration.ofSeconds(10));
    var process = stage.process("promotes");
    var marker = new ArrayList<@Nullable Digest>();
    process.at(
        Phase.AUTHORISED,
        () -> {
          stage.wait(Sample.TIMING.deadline());
          process.at(Phase.AUTHORISED, () -> marker.add(stage.world.model.tag(MARKER)));
        });

    stage.promote(process, 2);

    assertThat(stage.newest(4))
        .containsExactly("authorisation b2", "abandoned b2", "authorisation b2", "promotion b2");
    assertThat(marker).as("before the second try").containsOnlyNulls().hasSize(1);
    assertThat(stage.world.model.tag(MARKER)).isEqualTo(stage.world.main.digest());
    stage.holds();
  }

  @Test
  void a_false_marker_is_put_aside_by_hand_and_the_rollback_goes_through() {
    var stage = Stage.governed(2);
    foreign(stage);
    Cast.fails(
        stage.rollBack(stage.process("on call")),
        Claims.CHECK,
        "crane tag %s %s".formatted(Stage.PROD.keep(3), MARKER.tag()));

    stage.world.outsider.sets(MARKER, Sample.digest(2));
    stage.wait(Duration.ofSeconds(10));

    assertThat(stage.rollBack(stage.process("on call"))).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.tag()).isEqualTo("b1");
    // And nothing is left that would refuse the next promotion.
    assertThat(stage.world.model.tag(MARKER)).isEqualTo(stage.world.main.digest());
    assertThat(stage.promote(stage.process("promotes"), 3)).isInstanceOf(Outcome.Moved.class);
    stage.holds();
  }

  @Test
  void taking_back_replaces_the_marker_also_where_the_bundle_stays() {
    var stage = Stage.governed(2);
    foreign(stage);
    Cast.fails(
        stage.rollBack(stage.process("on call")),
        Claims.CHECK,
        "tagtrail adopt shop/prod --take-over --reason");

    var outcome = stage.ask(stage.process("takes back"), new Aim.Adopt(null, true));

    Cast.passes(outcome, Claims.CHECK);
    assertThat(stage.newest(1)).containsExactly("adoption b2 taken-over");
    assertThat(stage.world.model.tag(MARKER)).isEqualTo(stage.world.main.digest());
    assertThat(stage.ask(stage.process("again"), new Aim.Adopt(null, true)))
        .as("there is nothing left to take over")
        .isInstanceOf(Outcome.Unchanged.class);
    assertThat(stage.rollBack(stage.process("on call"))).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.tag()).isEqualTo("b1");
    stage.holds();
  }

  @Test
  void taking_back_what_stays_asks_for_no_approval() {
    var stage = Stage.adopted(Sample.GATED.rules("prod"), io.tagtrail.core.policy.Evaluators.NONE);
    foreign(stage);

    assertThat(stage.ask(stage.process("takes back"), new Aim.Adopt(null, true)))
        .isInstanceOf(Outcome.Moved.class);
    stage.holds();
  }

  @Test
  void what_is_no_marker_stops_a_promotion_and_never_a_rollback() {
    var stage = Stage.governed(2);
    stage.world.model.land(MARKER, Sample.bundle(6), stage.world.tick, stage.world.now);
    stage.wait(Duration.ofSeconds(10));

    Cast.fails(stage.promote(stage.process("promotes"), 3), Claims.CHECK, "--take-over");
    assertThat(stage.rollBack(stage.process("on call"))).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.tag()).isEqualTo("b1");
    stage.holds();
  }

  @Test
  void the_sentinel_does_not_bring_back_what_another_ledger_governs() throws Exception {
    var stage = Stage.governed(1);
    new Rival(stage.process("rival")).act(1, 0);
    new Rival(stage.process("rival")).act(3, 4);
    stage.waitUntilDue();
    stage.look();
    var process = stage.process("sentinel");

    var restored =
        new Restoring(process.ledger, process.registry, process.claims, process.path)
            .restore(Sample.PROD, "sentinel");

    assertThat(restored).isEqualTo(new Restoring.Restored.Foreign(Rival.ORIGIN));
    assertThat(stage.tag()).isEqualTo("b4");
    assertThat(stage.count(EventKind.ROLLBACK)).isZero();
    stage.holds();
  }

  @Test
  void a_marker_that_was_seen_to_be_ours_is_believed_for_a_while_without_a_request() {
    var stage = Stage.governed(0);
    var process = stage.process("asks");
    var claims = new Claims(process.ledger, process.registry, process, Duration.ofMinutes(10));

    assertThat(claims.seenWithin(Stage.PROD, Duration.ofMinutes(10))).isFalse();
    assertThat(claims.ask(Stage.PROD)).isInstanceOf(Claims.Holder.Ours.class);
    assertThat(claims.seenWithin(Stage.PROD, Duration.ofMinutes(10))).isTrue();
    stage.wait(Duration.ofMinutes(11));
    assertThat(claims.seenWithin(Stage.PROD, Duration.ofMinutes(10))).isFalse();
  }

  @Test
  void taking_over_needs_a_reason() {
    var it = MoveRequest.of(Sample.PROD, new Aim.Adopt(null, true), Stage.PROD, "r");

    assertThatThrownBy(() ->
            new MoveRequest(
                it.alias(),
                it.aim(),
                it.location(),
                it.id(),
                it.mover(),
                null,
                it.pipeline(),
                it.builder(),
                null,
                null,
                null,
                null,
                false))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("--take-over needs a --reason");
  }
}
