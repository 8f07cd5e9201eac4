package io.tagtrail.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.core.model.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {
  private static Rules rules(String environment, String... after) {
    return Rules.usual(environment).after(after);
  }

  @Test
  void environments_form_a_graph_with_siblings() {
    var policy =
        Policy.of(
            rules("dev"),
            rules("preprod", "dev"),
            rules("prod-eu", "preprod"),
            rules("prod-us", "preprod"),
            rules("all", "prod-eu", "prod-us"));

    assertThat(policy.rules("all").after()).containsExactly("prod-eu", "prod-us");
  }

  @Test
  void an_environment_does_not_come_after_itself() {
    assertThatThrownBy(() -> rules("dev", "dev")).isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Policy.of(rules("a", "b"), rules("b", "a")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("itself");
    assertThatThrownBy(
            () -> Policy.of(rules("a", "b"), rules("b", "c"), rules("c", "d"), rules("d", "b")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("itself");
  }

  @Test
  void an_environment_comes_after_one_that_there_is() {
    assertThatThrownBy(() -> Policy.of(rules("prod", "dev")))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("dev");
    assertThatThrownBy(() -> Policy.of(rules("dev"), rules("dev")))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Policy.of(rules("dev")).rules("prod"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("dev");
  }

  @Test
  void a_policy_is_named_by_what_it_says_and_not_by_the_order_in_which_it_says_it() {
    var one = Policy.of(rules("dev"), rules("prod", "dev"));

    assertThat(Policy.of(rules("prod", "dev"), rules("dev")).digest()).isEqualTo(one.digest());
    assertThat(Policy.of(rules("dev"), rules("prod")).digest()).isNotEqualTo(one.digest());
    assertThat(
            Policy.of(rules("dev"), rules("prod", "dev").requiring(Set.of(RequiredField.MOVER)))
                .digest())
        .isNotEqualTo(one.digest());
  }

  @Test
  void senseless_times_and_counts_are_refused() {
    var t = Rules.Timing.USUAL;
    assertThatThrownBy(() ->
            new Rules.Timing(
                Duration.ZERO, t.settle(), t.patience(), t.supersede(), t.horizon(), t.skew()))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() ->
            new Rules.Timing(
                t.deadline(),
                Duration.ofSeconds(-1),
                t.patience(),
                t.supersede(),
                t.horizon(),
                t.skew()))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Rules("prod", List.of(), Set.of(), Duration.ZERO, 10, t, true))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> new Rules("prod", List.of(), Set.of(), Duration.ofDays(1), 0, t, true))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void dev_requires_nothing_and_others_what_every_pipeline_can_give() {
    assertThat(Rules.usual("dev").required()).isEmpty();
    assertThat(Rules.usual("prod").required())
        .containsExactlyInAnyOrder(
            RequiredField.MOVER,
            RequiredField.PIPELINE,
            RequiredField.SOURCE_REPOSITORY,
            RequiredField.SOURCE_REVISION);
  }

  @ParameterizedTest
  @EnumSource
  void a_required_field_is_found_where_it_is_and_missed_where_it_is_not(RequiredField field) {
    var full =
        new Facts(
            new Mover(Mover.Kind.WORKLOAD, FactStatus.VERIFIED, "issuer", "subject"),
            new Facts.Pipeline(
                FactStatus.CLAIMED, "ci", "release", "1", 1L, 7L, "https://ci.example/1"),
            new Facts.Source(
                FactStatus.CLAIMED, "https://git.example/a", "main@sha1:1", Instant.EPOCH),
            new Facts.Builder(FactStatus.CLAIMED, "builder"),
            "1.4.1");

    assertThat(field.isIn(full)).isTrue();
    assertThat(field.isIn(Facts.NONE)).isFalse();
    assertThat(RequiredField.parse(field.label())).isEqualTo(field);
    assertThat(field.missing()).contains("(");
  }

  @Test
  void a_claimed_workload_is_no_verified_one() {
    var claimed = new Mover(Mover.Kind.WORKLOAD, FactStatus.CLAIMED, "issuer", "subject");
    var facts =
        new Facts(
            claimed, Facts.Pipeline.MISSING, Facts.Source.MISSING, Facts.Builder.MISSING, null);

    assertThat(RequiredField.MOVER.isIn(facts)).isTrue();
    assertThat(RequiredField.VERIFIED_MOVER.isIn(facts)).isFalse();
    assertThat(RequiredField.WORKLOAD_MOVER.isIn(facts)).isFalse();
  }

  @Test
  void an_unknown_field_cannot_be_required() {
    assertThatThrownBy(() -> RequiredField.parse("shoe-size"))
        .isInstanceOf(InvalidValueException.class);
  }
}
