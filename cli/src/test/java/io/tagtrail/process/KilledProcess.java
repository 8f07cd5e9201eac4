package io.tagtrail.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Step;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A process that is killed with SIGKILL at a step, and what is true after its move was settled:
/// tag, ledger and bundle agree, and nothing that was acknowledged is missing.
abstract class KilledProcess {
  private static final int KILLED = 128 + 9;
  private static final Alias PROD = new Alias("app0", "prod");
  private static final long UNTIL_SETTLED = 2_600;

  @TempDir Path folder = Path.of("set by JUnit");

  /// The registry to run before.
  abstract String host() throws Exception;

  static Stream<Step> steps() {
    // Nothing is copied within one repository.
    return Stream.of(Step.values()).filter(step -> step != Step.COPIED);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void a_promotion_killed_at_a_step_is_settled_truthfully(Step step) throws Exception {
    var workshop = new Workshop(folder, host(), 1).signed();
    var first = workshop.push("app0", 1);
    var second = workshop.push("app0", 2);
    workshop.run("promote", ":build-1", "app0/prod").ok();

    var killed =
        Workshop.end(
            workshop.start(
                CrashingMain.class,
                Map.of("CRASH_AT", step.name()),
                "promote",
                ":build-2",
                "app0/prod"));
    assertThat(killed.exit()).as(killed.out() + killed.err()).isEqualTo(KILLED);
    Thread.sleep(UNTIL_SETTLED);

    workshop.run("settle").ok();
    var tag = workshop.tag("app0", "prod");
    assertThat(tag).isEqualTo(step.compareTo(Step.WRITTEN) < 0 ? first : second);
    try (var ledger = workshop.ledger()) {
      var state = ledger.alias(PROD);
      assertThat(state.intent()).isNull();
      assertThat(state.observedDigest()).isEqualTo(tag);
      assertThat(state.governedDigest()).isEqualTo(tag);
      assertThat(ledger.check().findings()).isEmpty();
      if (killed.out().contains("is now")) {
        assertThat(ledger.bySequence(PROD, 2).orElseThrow().event().kind())
            .isEqualTo(EventKind.PROMOTION);
      }
      if (tag.equals(second)) {
        assertThat(workshop.tag("app0", "prod.2")).isEqualTo(second);
      }
    }
    workshop.run("verify", "app0/prod").ok();
    workshop.run("check").ok();
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"AUTHORISED", "KEPT", "WRITTEN", "COMMITTED"})
  void a_rollback_goes_through_at_once_after_a_promotion_was_killed_at_a_step(Step step)
      throws Exception {
    var workshop = new Workshop(folder, host(), 1);
    var first = workshop.push("app0", 1);
    var second = workshop.push("app0", 2);
    workshop.push("app0", 3);
    workshop.run("promote", ":build-1", "app0/prod").ok();
    workshop.run("promote", ":build-2", "app0/prod").ok();
    Workshop.end(
        workshop.start(
            CrashingMain.class,
            Map.of("CRASH_AT", step.name()),
            "promote",
            ":build-3",
            "app0/prod"));

    workshop.run("rollback", "app0/prod", "--reason", "3 is bad", "--yes").ok();

    var landed = step.compareTo(Step.WRITTEN) >= 0;
    assertThat(workshop.tag("app0", "prod")).isEqualTo(landed ? second : first);
    try (var ledger = workshop.ledger()) {
      assertThat(ledger.alias(PROD).intent()).isNull();
      assertThat(ledger.alias(PROD).observedDigest()).isEqualTo(workshop.tag("app0", "prod"));
      assertThat(ledger.check().findings()).isEmpty();
    }
  }
}
