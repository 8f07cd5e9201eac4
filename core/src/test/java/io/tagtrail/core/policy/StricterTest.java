package io.tagtrail.core.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Gates of a single alias.
class StricterTest {
  private static final Alias PAY = Alias.parse("pay/prod");
  private static final Policy PLAIN =
      Policy.of(Rules.usual("dev"), Rules.usual("prod").after("dev"));
  private static final Policy STRICTER = PLAIN.with(Map.of(PAY, GatesTest.full()));

  @Test
  void an_alias_with_gates_of_its_own_has_them_and_the_others_have_not() {
    assertThat(STRICTER.rules(PAY).gates()).isEqualTo(GatesTest.full());
    assertThat(STRICTER.rulesOrUsual(PAY).gates()).isEqualTo(GatesTest.full());
    assertThat(STRICTER.rules(Alias.parse("shop/prod")).gates()).isEqualTo(Gates.NONE);
    assertThat(STRICTER.rules(PAY).after()).containsExactly("dev");
  }

  @Test
  void they_are_part_of_the_policy_and_read_back_from_it() {
    assertThat(STRICTER.digest()).isNotEqualTo(PLAIN.digest());
    assertThat(Policy.parse(STRICTER.document())).isEqualTo(STRICTER);
    assertThat(Policy.parse(PLAIN.document())).isEqualTo(PLAIN);
    assertThat(new String(PLAIN.document().bytes(), java.nio.charset.StandardCharsets.UTF_8))
        .as("a policy without them has the digest that it always had")
        .doesNotContain("stricter");
  }

  @Test
  void leaving_them_out_loosens() {
    assertThat(PolicyDiff.between(STRICTER, PLAIN).loosened())
        .isNotEmpty()
        .allMatch(sentence -> sentence.startsWith("pay/prod: "));
    assertThat(PolicyDiff.between(STRICTER, PLAIN).tightened()).isEmpty();
    assertThat(PolicyDiff.between(PLAIN, STRICTER).loosened()).isEmpty();
    assertThat(PolicyDiff.between(PLAIN, STRICTER).tightened()).isNotEmpty();
  }

  @Test
  void they_are_of_an_environment_that_there_is() {
    assertThatThrownBy(() -> PLAIN.with(Map.of(Alias.parse("pay/test"), Gates.NONE)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("test is not an environment");
  }
}
