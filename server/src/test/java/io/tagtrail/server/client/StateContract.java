package io.tagtrail.server.client;

import static io.tagtrail.server.client.Contract.moved;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.history.Live;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.Checked;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The contract of [io.tagtrail.server.State]: what is live, and what is not as it is recorded.
interface StateContract extends Contract {
  @Test
  default void a_tag_that_was_moved_outside_is_found_recorded_and_told_again() throws Exception {
    promoted(DEV, 1);
    assertThat(tagtrail().state().check(DEV).result()).isEqualTo(new Checked.Result.Agrees());
    shop().outside(DEV, 9);
    assertThat(tagtrail().state().status(DEV, true).live())
        .isInstanceOfSatisfying(
            Live.Differs.class, live -> assertThat(live.actual()).isEqualTo(shop().digest(9)));
    var found = tagtrail().state().check(DEV).result();
    assertThat(found).isInstanceOf(Checked.Result.FoundOutside.class);
    assertThat(((Checked.Result.FoundOutside) found).recorded())
        .extracting(entry -> entry.event().kind())
        .containsExactly(EventKind.OUTSIDE_MOVE);
    assertThat(tagtrail().state().check(DEV).result())
        .isEqualTo(new Checked.Result.StillOutside(shop().digest(1), shop().digest(9)));
    var stale = tagtrail().moves().promote(DEV, shop().push(DEV, 2), false, ask());
    assertThat(stale).isInstanceOf(Outcome.Stale.class);
    assertThat(((Outcome.Stale) stale).movedOutside()).isTrue();
    assertThat(tagtrail().state().check(PROD).result()).isEqualTo(new Checked.Result.NotGoverned());
  }

  @Test
  default void the_board_has_every_alias_that_is_configured() throws Exception {
    promoted(DEV, 1);
    assertThat(tagtrail().state().board(false))
        .extracting(status -> status.state().alias())
        .containsExactlyInAnyOrder(DEV, PROD, EDGE);
    assertThat(tagtrail().state().board(true))
        .filteredOn(status -> status.state().alias().equals(DEV))
        .singleElement()
        .satisfies(status -> assertThat(status.live()).isInstanceOf(Live.Agrees.class));
    assertThat(tagtrail().state().unfinished()).isEmpty();
  }

  @Test
  default void what_differs_between_two_bundles_is_told() throws Exception {
    promoted(DEV, 1);
    promoted(DEV, 2);
    var alone = tagtrail().state().diff("shop/dev");
    assertThat(alone).isEqualTo(tagtrail().state().diff("shop/dev~1..shop/dev"));
    assertThat(alone.before().digest()).isEqualTo(shop().digest(1));
    assertThat(alone.after().digest()).isEqualTo(shop().digest(2));
    assertThat(alone.after().sequence()).isEqualTo(2);
    assertThat(alone.difference().files()).hasSize(1);
    assertThat(alone.difference().hunks().getFirst().lines())
        .containsExactly("@@ -1,1 +1,1 @@", "-n: 1", "+n: 2");

    moved(tagtrail().moves().promote(PROD, "shop/dev", false, ask()));
    var between = tagtrail().state().diff("shop/dev..shop/prod");
    assertThat(between.after().alias()).isEqualTo(PROD);
    assertThat(between.difference().isNothing()).isTrue();
    for (var nothing : List.of("shop/dev~9..", "shop/dev#2", "x", "shop/prod")) {
      assertThatThrownBy(() -> tagtrail().state().diff(nothing))
          .as(nothing)
          .isInstanceOf(InvalidValueException.class);
    }
  }

  @Test
  default void what_differs_is_told_from_the_record_while_the_registry_is_away() throws Exception {
    promoted(DEV, 1);
    promoted(DEV, 2);
    shop().away();
    var recorded = tagtrail().state().diff("shop/dev");
    assertThat(recorded.difference().files()).hasSize(1);
    assertThat(recorded.difference().hunks()).isEmpty();
    assertThat(recorded.difference().notes()).anyMatch(note -> note.contains("inventory alone"));
    shop().back();
  }

  @Test
  default void a_registry_that_is_away_is_told_from_a_wrong_question() throws Exception {
    promoted(DEV, 1);
    promoted(DEV, 2);
    shop().away();
    assertThat(tagtrail().state().status(DEV, true).live()).isInstanceOf(Live.Away.class);
    assertThat(tagtrail().state().check(DEV).result()).isInstanceOf(Checked.Result.Away.class);
    assertThatThrownBy(() -> tagtrail().moves().promote(DEV, ":b3", false, ask()))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.kind()).isEqualTo(RegistryException.Kind.UNAVAILABLE));
    shop().back();
    assertThat(tagtrail().state().status(DEV, true).live()).isInstanceOf(Live.Agrees.class);
  }
}
