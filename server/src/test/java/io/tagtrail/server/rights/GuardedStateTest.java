package io.tagtrail.server.rights;

import static io.tagtrail.server.rights.RightsTest.allow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.doctor.Ideal;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What of aliases, and of how safe they are, is told to whom.
final class GuardedStateTest extends GuardedWorld {
  @Test
  void bundles_are_compared_for_those_who_may_read_both() {
    var guarded = guarded(List.of(allow("shop", "shop/*", null, Right.READ)), SHOP);
    assertThatThrownBy(() -> guarded.state().diff("shop/prod..blog/prod"))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("blog/prod");
    assertThatThrownBy(() -> guarded.state().diff("blog/prod..shop/prod"))
        .isInstanceOf(ForbiddenException.class);
    assertThat(recording.calls).noneMatch(call -> call.method().equals("diff"));
    guarded.state().diff("shop/prod~1..shop/prod");
    assertThat(recording.calls).anyMatch(call -> call.method().equals("diff"));
  }

  @Test
  void of_the_neighbours_of_an_alias_those_are_named_that_may_be_read() throws Exception {
    var ideal = new Ideal();
    ideal.neighbours = List.of("blog/prod", "shop/dev");
    recording.answering((name, arguments) -> name.equals("evidence") ? ideal.evidence() : null);
    var some =
        guarded(List.of(allow("shop", "shop/*", null, Right.READ)), SHOP).safety().evidence(PROD);
    assertThat(some.assured().neighbours()).containsExactly("shop/dev", "1 that you may not read");
    assertThat(some.assured().keys()).isEqualTo(ideal.evidence().assured().keys());
    var all = guarded(List.of(allow("all", "*/*", null, Right.READ)), SHOP).safety().evidence(PROD);
    assertThat(all.assured().neighbours()).isEqualTo(ideal.neighbours);
  }
}
