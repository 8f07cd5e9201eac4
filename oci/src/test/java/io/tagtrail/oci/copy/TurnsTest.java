package io.tagtrail.oci.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.Reference;
import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Who waits for whom.
class TurnsTest {
  private static final Reference ONE = Reference.parse("a.example/shop:one");
  private static final Reference OTHER = Reference.parse("b.example/shop:one");
  private final Turns turns = new Turns(Duration.ofMillis(100));

  @Test
  void another_tag_is_not_held_up_and_the_same_one_for_a_bounded_time() throws Exception {
    try (var pool = Executors.newVirtualThreadPerTaskExecutor()) {
      try (var _ = turns.take(ONE)) {
        pool.submit(() -> turns.take(OTHER).close()).get();
        var same = pool.submit(() -> turns.take(ONE).close());
        assertThatThrownBy(same::get)
            .cause()
            .isInstanceOf(RegistryException.class)
            .hasMessageContaining("nothing was written")
            .satisfies(thrown ->
                assertThat(((RegistryException) thrown).kind())
                    .isEqualTo(RegistryException.Kind.UNAVAILABLE));
      }
      pool.submit(() -> turns.take(ONE).close()).get();
    }
    assertThat(turns.held()).as("what nobody wants is forgotten").isZero();
  }
}
