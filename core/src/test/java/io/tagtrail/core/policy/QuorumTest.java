package io.tagtrail.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.Approval;
import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.model.Digest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who fills which place among those who have to approve.
class QuorumTest {
  private static Approval by(String name, String... groups) {
    var digest = Digest.of(name.getBytes(StandardCharsets.UTF_8));
    return new Approval(
        1L, FactStatus.VERIFIED, digest, digest, null, null, null, null, List.of(groups));
  }

  private static final ApprovalRule ONE_OF_QA = new ApprovalRule(1, "qa");
  private static final ApprovalRule ONE_OF_OPS = new ApprovalRule(1, "ops");
  private static final ApprovalRule ANYBODY = new ApprovalRule(1, null);

  @Test
  void nobody_fills_two_places() {
    var quorum = Quorum.of(List.of(ONE_OF_QA, ONE_OF_OPS), List.of(by("ann", "qa", "ops")));

    assertThat(quorum.isEnough()).isFalse();
    assertThat(quorum.used()).hasSize(1);
    assertThat(quorum.missing()).hasSize(1);
  }

  @Test
  void whoever_could_fill_either_place_makes_room_for_who_can_fill_one_alone() {
    var both = by("ann", "qa", "ops");
    var one = by("bob", "qa");

    assertThat(Quorum.of(List.of(ONE_OF_QA, ONE_OF_OPS), List.of(both, one)).isEnough()).isTrue();
    assertThat(Quorum.of(List.of(ONE_OF_QA, ONE_OF_OPS), List.of(one, both)).isEnough()).isTrue();
    assertThat(Quorum.of(List.of(ANYBODY, ONE_OF_QA), List.of(one, by("eve"))).isEnough()).isTrue();
  }

  @Test
  void what_is_missing_is_said_by_rule() {
    var rules = List.of(new ApprovalRule(2, "qa"), ANYBODY);

    assertThat(Quorum.of(rules, List.of()).missing()).containsExactly("2 of qa", "1");
    assertThat(Quorum.of(rules, List.of(by("bob", "qa"), by("eve"))).missing())
        .containsExactly("1 of qa");
  }

  @Test
  void no_rule_is_always_enough() {
    assertThat(Quorum.of(List.of(), List.of(by("ann"))).isEnough()).isTrue();
    assertThat(Quorum.of(List.of(), List.of(by("ann"))).used()).isEmpty();
  }
}
