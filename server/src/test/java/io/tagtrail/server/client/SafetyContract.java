package io.tagtrail.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.RollbackTargets.Verdict;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.server.clusters.Reports;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// The contract of [io.tagtrail.server.Safety]: evidence, and where there is a way back to.
interface SafetyContract extends Contract {
  @Test
  default void what_shows_how_safe_it_is_is_looked_at_and_nothing_is_written() throws Exception {
    promoted(DEV, 1);
    promoted(DEV, 2);
    var head = tagtrail().trail().head();
    var evidence = tagtrail().safety().evidence(DEV);
    assertThat(evidence.alias()).isEqualTo(DEV);
    assertThat(evidence.location()).isEqualTo(shop().location(DEV));
    assertThat(evidence.trail().head()).isEqualTo(shop().digest(2));
    assertThat(evidence.trail().newest())
        .extracting(seen -> seen.sequence())
        .containsExactly(2L, 1L);
    assertThat(evidence.trail().problems()).isEmpty();
    assertThat(evidence.place().durable()).isTrue();
    assertThat(evidence.place().size()).isEqualTo(head.size());
    assertThat(evidence.back().safe()).isTrue();
    assertThat(evidence.back().rehearsed()).startsWith("planned");
    assertThat(evidence.trials()).as("are made where somebody asks for them").isEmpty();
    assertThat(tagtrail().trail().head()).isEqualTo(head);
    assertThat(shop().tag(DEV)).isEqualTo(shop().digest(2));
    assertThat(tagtrail().safety().evidence(PROD).trail().governed()).isFalse();
    shop().away();
    assertThat(tagtrail().safety().evidence(DEV).back().safe()).isNull();
    shop().back();
    assertThatThrownBy(() -> tagtrail().safety().evidence(Alias.parse("nobody/prod")))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  default void a_bundle_that_was_never_healthy_where_it_ran_is_passed_over_as_a_target()
      throws Exception {
    for (int n : new int[] {1, 2, 3}) {
      tagtrail().moves().promote(DEV, shop().push(DEV, n), false, ask());
      var now = Times.millis(Instant.now());
      var health = n == 2 ? Health.FAILING : Health.HEALTHY;
      tagtrail()
          .upkeep()
          .report(
              Reports.of(
                  "eu", now, Reports.source(shop().location(DEV), shop().digest(n), now, health)));
    }
    var answer = java.util.Objects.requireNonNull(tagtrail().state().status(DEV, true).backTo());
    var target = java.util.Objects.requireNonNull(answer.target());
    assertThat(target.tenure().digest()).isEqualTo(shop().digest(1));
    assertThat(target.verdict()).isNotEqualTo(Verdict.REJECTED);
    assertThat(answer.passedOver())
        .singleElement()
        .satisfies(each -> {
          assertThat(each.tenure().digest()).isEqualTo(shop().digest(2));
          assertThat(each.why()).contains("never healthy in eu");
        });
    // Whoever names it may go back to it.
    assertThat(tagtrail().moves().rollback(DEV, "#2", ask())).isInstanceOf(Outcome.Moved.class);
  }
}
