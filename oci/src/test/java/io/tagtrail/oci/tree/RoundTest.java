package io.tagtrail.oci.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Presence;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RoundTest {
  private static final Repository SHOP = Repository.parse("registry.example/acme/shop");
  private static final Digest PART = Digest.of(new byte[] {1});

  private final Round round = new Round(registry -> {});
  private final AtomicInteger asked = new AtomicInteger();

  private OptionalLong size(OptionalLong answer) {
    return round.size(
        SHOP,
        PART,
        () -> {
          asked.incrementAndGet();
          return answer;
        });
  }

  @Test
  void what_was_there_is_asked_for_once_and_in_another_repository_again() {
    assertThat(size(OptionalLong.of(7))).hasValue(7);
    assertThat(size(OptionalLong.empty())).hasValue(7);
    assertThat(asked).hasValue(1);
    assertThat(round.spared()).isEqualTo(1);

    assertThat(round.size(Repository.parse("registry.example/acme/web"), PART, OptionalLong::empty))
        .isEmpty();
  }

  @Test
  void what_was_missing_is_asked_for_again() {
    assertThat(size(OptionalLong.empty())).isEmpty();
    assertThat(size(OptionalLong.of(7))).hasValue(7);
    assertThat(asked).hasValue(2);
  }

  @Test
  void threads_that_want_the_same_at_once_ask_once() throws Exception {
    var waiting = new CountDownLatch(1);
    var answers = new ArrayList<Future<OptionalLong>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 20; i++) {
        answers.add(
            threads.submit(() ->
                round.size(
                    SHOP,
                    PART,
                    () -> {
                      asked.incrementAndGet();
                      try {
                        waiting.await();
                      } catch (InterruptedException e) {
                        throw new AssertionError(e);
                      }
                      return OptionalLong.of(7);
                    })));
      }
      while (round.spared() < 19) {
        Thread.onSpinWait();
      }
      waiting.countDown();
      for (var answer : answers) {
        assertThat(answer.get()).hasValue(7);
      }
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void a_failure_is_not_remembered() {
    assertThatThrownBy(() ->
            round.size(
                SHOP,
                PART,
                () -> {
                  throw new RegistryException(
                      Kind.UNAVAILABLE, Applied.NO, 503, "it does not answer", null);
                }))
        .isInstanceOf(RegistryException.class);
    assertThat(size(OptionalLong.of(7))).hasValue(7);
  }

  @Test
  void a_bundle_that_is_whole_is_so_for_the_round_and_a_broken_one_is_looked_at_again() {
    var bundle = new Descriptor("application/vnd.oci.image.manifest.v1+json", PART, 3);
    var broken = new Presence.Broken(List.of(PART), "it is not there");
    var whole = new Presence.Whole(3, 100);

    assertThat(round.presence(SHOP, bundle, () -> broken)).isEqualTo(broken);
    assertThat(round.presence(SHOP, bundle, () -> whole)).isEqualTo(whole);
    assertThat(round.presence(SHOP, bundle, () -> broken)).isEqualTo(whole);
  }

  @Test
  void every_request_is_counted_and_told_before() {
    var told = new ArrayList<String>();
    var counting = new Round(told::add);

    counting.ask(SHOP);

    assertThat(told).containsExactly("registry.example");
    assertThat(counting.asked()).isEqualTo(1);
  }
}
