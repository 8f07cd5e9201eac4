package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Around;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Signer;
import io.tagtrail.core.promotion.Step;
import io.tagtrail.core.registry.Progress;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// When something is signed, and what becomes of a move whose signing fails.
class SigningTest {
  private final Stage stage = Stage.adopted(Sample.SIGNED.rules("prod"), Evaluators.NONE);
  private final List<Entry> signed = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  private @Nullable SimProcess moving;
  private Runnable onceKept = () -> {};

  private final Signer works =
      (authorisation, location, bundle, how) -> {
        signed.add(authorisation);
        var alias = authorisation.event().alias();
        stage.world.model.sign(location.repository(), bundle.digest(), alias, stage.world.tick);
      };
  private final Signer fails =
      (authorisation, location, bundle, how) -> {
        Objects.requireNonNull(moving).unsigned = authorisation.index();
        throw new RegistryException(Kind.REJECTED, Applied.NO, 0, "the key is gone", null);
      };

  private Outcome move(Signer signer, Aim aim, String id) throws InterruptedException {
    var process = stage.process(id);
    moving = process;
    var path =
        new GovernedPath(
            process.ledger,
            process.registry,
            stage.world.policy,
            Evaluators.NONE,
            new Around(Examiner.NONE, signer, alias -> false),
            process,
            step -> {
              steps.add(step);
              if (step == Step.KEPT) {
                onceKept.run();
              }
            },
            Progress.SILENT);
    var reason = aim instanceof Aim.RollBack ? "because" : null;
    var request = MoveRequest.of(Sample.PROD, aim, Stage.PROD, id);
    var asked =
        new MoveRequest(
            request.alias(),
            request.aim(),
            request.location(),
            request.id(),
            request.mover(),
            request.person(),
            request.pipeline(),
            request.builder(),
            request.release(),
            reason,
            request.expect(),
            request.idempotencyKey(),
            request.dryRun());
    var outcome = path.move(asked);
    stage.wait(Duration.ofSeconds(10));
    return outcome;
  }

  private Outcome promote(Signer signer, int n) throws InterruptedException {
    return move(signer, new Aim.Promote(Sample.source(Sample.HERE, n), false), "p" + n);
  }

  @Test
  void what_is_authorised_is_signed_once_and_before_the_tag_is_written() throws Exception {
    assertThat(promote(works, 1)).isInstanceOf(Outcome.Moved.class);
    assertThat(signed)
        .singleElement()
        .satisfies(entry -> {
          assertThat(entry.event().kind()).isEqualTo(EventKind.AUTHORISATION);
          assertThat(entry.event().needChange().digest()).isEqualTo(Sample.digest(1));
        });
    assertThat(steps)
        .containsSubsequence(
            Step.AUTHORISED, Step.KEPT, Step.SIGNED, Step.COMPARED, Step.WRITTEN, Step.COMMITTED);
  }

  @Test
  void a_promotion_that_cannot_be_signed_is_abandoned_and_the_tag_untouched() throws Exception {
    assertThatThrownBy(() -> promote(fails, 1))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("the key is gone");
    assertThat(stage.tag()).isEqualTo("b0");
    assertThat(stage.state().intent()).isNull();
    assertThat(stage.world.ledger.all().getLast().event().kind()).isEqualTo(EventKind.ABANDONED);
    assertThat(steps).doesNotContain(Step.COMPARED, Step.WRITTEN);
    // And nothing stands in the way of the next one.
    assertThat(promote(works, 2)).isInstanceOf(Outcome.Moved.class);
  }

  @Test
  void a_rollback_goes_on_without_its_signature_and_says_so() throws Exception {
    promote(works, 1);
    var outcome = move(fails, new Aim.RollBack(null), "back");
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Moved.class,
            moved ->
                assertThat(moved.notes())
                    .singleElement()
                    .asString()
                    .contains("not signed with the key prod", "the key is gone"));
    assertThat(stage.tag()).isEqualTo("b0");
  }

  @Test
  void refusals_and_blocks_are_never_signed() throws Exception {
    promote(works, 1);
    signed.clear();
    Actions.stop(stage.process("stops"), Sample.PROD, 4, Sample.digest(2), Stop.Scope.FORWARD);
    assertThat(stage.world.ledger.all().getLast().event().kind()).isEqualTo(EventKind.BLOCK);
    assertThat(promote(works, 2)).isInstanceOf(Outcome.Refused.class);
    assertThat(signed).isEmpty();
  }

  @Test
  void who_stood_still_signs_nothing_after_its_move_was_closed() throws Exception {
    onceKept =
        () -> {
          stage.waitUntilDue();
          stage.settle();
          Actions.stop(stage.process("stops"), Sample.PROD, 4, Sample.digest(1), Stop.Scope.ALL);
        };

    assertThat(promote(works, 1)).isNotInstanceOf(Outcome.Moved.class);

    assertThat(signed).isEmpty();
    assertThat(stage.tag()).isEqualTo("b0");
    assertThat(steps).contains(Step.KEPT).doesNotContain(Step.SIGNED);
  }
}
