package io.tagtrail.server.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long SECOND = 1_000_000_000L;
  private long now = 12 * SECOND;
  private final Pace pace = new Pace(20, now);

  private static RegistryException failure(Kind kind, @Nullable Duration retryAfter) {
    return new RegistryException(kind, Applied.NO, 429, "no", null, retryAfter);
  }

  /// How many requests go out in a time, asked for every millisecond.
  private int sent(Duration time) {
    int sent = 0;
    for (long left = time.toMillis(); left > 0; left--) {
      now += 1_000_000;
      if (pace.take(now) == 0) {
        sent++;
      }
    }
    return sent;
  }

  @Test
  void the_budget_is_kept_and_nothing_is_saved_up() {
    sent(Duration.ofSeconds(1));
    now += Duration.ofMinutes(10).toNanos();

    assertThat(sent(Duration.ofSeconds(10))).isBetween(198, 203);
  }

  @Test
  void a_registry_that_says_when_to_come_back_is_left_alone_until_then() {
    pace.failed(failure(Kind.UNAVAILABLE, Duration.ofSeconds(30)), now);

    assertThat(pace.take(now)).isEqualTo(30 * SECOND);
    assertThat(sent(Duration.ofSeconds(29))).isZero();
    assertThat(sent(Duration.ofSeconds(2))).isPositive();
  }

  @Test
  void a_registry_that_fails_is_asked_less_and_less_and_more_again_when_it_answers() {
    int before = sent(Duration.ofSeconds(10));
    for (int i = 0; i < 3; i++) {
      pace.failed(failure(Kind.UNAVAILABLE, null), now);
      now += Duration.ofMinutes(2).toNanos();
    }
    int after = sent(Duration.ofSeconds(10));

    assertThat(after).isLessThan(before / 4).isPositive();
    for (int i = 0; i < 100; i++) {
      pace.answered();
    }
    assertThat(sent(Duration.ofSeconds(10))).isBetween(195, 205);
  }

  @Test
  void many_failures_at_once_count_as_one() {
    for (int i = 0; i < 50; i++) {
      pace.failed(failure(Kind.UNAVAILABLE, null), now);
    }
    now += 2 * SECOND;

    assertThat(pace.share(now)).isEqualTo(0.5);
  }

  @Test
  void one_repository_that_refuses_slows_nobody_else() {
    pace.failed(failure(Kind.DENIED, null), now);

    assertThat(pace.share(now)).isEqualTo(1);
  }
}
