package io.tagtrail.testkit.sim;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Decision.Check;
import io.tagtrail.core.event.Decision.Guard;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.policy.Evaluators;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.policy.RollbackTargets;
import io.tagtrail.core.promotion.Aim;
import io.tagtrail.core.promotion.Around;
import io.tagtrail.core.promotion.GovernedPath;
import io.tagtrail.core.promotion.MoveRequest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Settler;
import io.tagtrail.core.promotion.Signer;
import io.tagtrail.core.registry.Progress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What looks into bundles, and who is told afterwards.
class AroundTest {
  private static final Document INVENTORY =
      new Document("text/plain", "two images".getBytes(StandardCharsets.UTF_8));

  /// Says of each bundle what it was told to; of all others nothing.
  private final Map<Digest, Result> images = new HashMap<>();

  private final List<Examiner.Subject> seen = new ArrayList<>();

  private Examiner.Examined examine(Examiner.Subject subject) {
    seen.add(subject);
    var result = images.get(subject.bundle().digest());
    return result == null
        ? Examiner.Examined.NOTHING
        : new Examiner.Examined(
            List.of(new Check(Examiner.IMAGES, Guard.SAFETY, result, "the image is " + result)),
            INVENTORY);
  }

  private GovernedPath path(SimProcess process) {
    return path(process, alias -> true);
  }

  private GovernedPath path(
      SimProcess process, java.util.function.Predicate<io.tagtrail.core.model.Alias> nudges) {
    return new GovernedPath(
        process.ledger,
        process.registry,
        process.world.policy,
        Evaluators.NONE,
        new Around(this::examine, Signer.NONE, nudges),
        process,
        step -> {},
        Progress.SILENT);
  }

  private static MoveRequest promote(int n) {
    return MoveRequest.of(
        Sample.PROD, new Aim.Promote(Sample.source(Sample.HERE, n), false), Stage.PROD, "r" + n);
  }

  @Test
  void what_is_inside_is_recorded_with_the_authorisation_and_the_event() throws Exception {
    var stage = Stage.governed(1);
    var process = stage.process("ci");
    images.put(Sample.digest(2), Result.PASS);

    var moved = (Outcome.Moved) path(process).move(promote(2));

    var event = moved.recorded().event();
    assertThat(event.images()).isEqualTo(INVENTORY.descriptor());
    assertThat(Objects.requireNonNull(event.decision()).checks())
        .extracting(Check::name)
        .contains(Examiner.IMAGES);
    assertThat(process.ledger.document(INVENTORY.digest())).isPresent();
    assertThat(seen).extracting(Examiner.Subject::use).containsExactly(Examiner.Use.FORWARD);
    stage.holds();
  }

  @Test
  void a_settled_move_tells_what_is_inside_too_and_is_told_to_others() throws Exception {
    var stage = Stage.governed(1);
    var dying = stage.dying(Phase.WRITTEN);
    images.put(Sample.digest(2), Result.PASS);
    var path =
        new GovernedPath(
            dying.ledger,
            dying.registry,
            stage.world.policy,
            Evaluators.NONE,
            new Around(this::examine, Signer.NONE, alias -> true),
            dying,
            step -> {
              if (step == io.tagtrail.core.promotion.Step.WRITTEN) {
                throw new Crash();
              }
            },
            Progress.SILENT);
    try {
      path.move(promote(2));
      throw new AssertionError("it did not die");
    } catch (Crash e) {
      stage.waitUntilDue();
    }

    var settler = stage.process("settles");
    var closed = (Settler.Settled.Closed) path(settler).settle(Sample.PROD, "settle");

    var entry = closed.entries().getFirst();
    assertThat(entry.event().kind()).isEqualTo(EventKind.PROMOTION);
    assertThat(entry.event().images()).isEqualTo(INVENTORY.descriptor());
    assertThat(settler.ledger.tasks(entry.index()))
        .extracting(task -> task.kind())
        .containsExactlyInAnyOrder(TaskKind.ATTACH, TaskKind.NUDGE);
  }

  @Test
  void an_image_that_is_gone_refuses_a_move_in_both_directions() throws Exception {
    var stage = Stage.governed(2);
    images.put(Sample.digest(3), Result.FAIL);
    images.put(Sample.digest(1), Result.FAIL);
    var path = path(stage.process("ci"));

    assertThat(path.move(promote(3))).isInstanceOf(Outcome.Refused.class);
    var back = MoveRequest.of(Sample.PROD, new Aim.RollBack(2L), Stage.PROD, "back");
    assertThat(path.move(back))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reasons().getFirst().name()).isEqualTo(Examiner.IMAGES));
    assertThat(stage.tag()).isEqualTo("b2");
  }

  @Test
  void an_image_that_cannot_be_asked_for_blocks_no_rollback() throws Exception {
    var stage = Stage.governed(2);
    images.put(Sample.digest(1), Result.UNKNOWN);
    // Nothing is known to be better.
    images.put(Sample.digest(0), Result.UNKNOWN);

    var back = MoveRequest.of(Sample.PROD, new Aim.RollBack(null), Stage.PROD, "back");

    assertThat(path(stage.process("on call")).move(back)).isInstanceOf(Outcome.Moved.class);
    assertThat(stage.tag()).isEqualTo("b1");
  }

  @Test
  void a_target_whose_image_is_gone_is_passed_over_and_one_that_cannot_be_asked_is_not_safe() {
    var stage = Stage.governed(4);
    var process = stage.process("asks");
    images.put(Sample.digest(3), Result.FAIL);
    images.put(Sample.digest(2), Result.UNKNOWN);

    var answer =
        new RollbackTargets(process.ledger, process.registry, this::examine)
            .find(
                stage.state(),
                stage.world.policy.rules("prod"),
                stage.state().observedDigest(),
                process.now(),
                true);

    var target = Objects.requireNonNull(answer.target());
    assertThat(Sample.name(target.tenure().digest())).isEqualTo("b1");
    assertThat(answer.passedOver())
        .extracting(each -> Sample.name(each.tenure().digest()) + " " + each.why())
        .containsExactly("b3 the image is FAIL", "b2 the image is UNKNOWN");
  }

  @Test
  void a_first_adoption_takes_what_is_there_as_it_is() throws Exception {
    var stage = Stage.empty();
    stage.world.model.land(Stage.PROD, Sample.bundle(0), 0, 0);
    images.put(Sample.digest(0), Result.FAIL);

    var adopt = MoveRequest.of(Sample.PROD, new Aim.Adopt(null), Stage.PROD, "adopt");

    assertThat(path(stage.process("adopts")).move(adopt)).isInstanceOf(Outcome.Moved.class);
  }

  @Test
  void nobody_is_told_of_an_alias_that_nobody_asked_about() throws Exception {
    var stage = Stage.governed(1);
    var process = stage.process("ci");

    var moved = (Outcome.Moved) path(process, alias -> false).move(promote(2));

    assertThat(process.ledger.tasks(moved.recorded().index()))
        .extracting(task -> task.kind())
        .containsExactly(TaskKind.ATTACH);
  }
}
