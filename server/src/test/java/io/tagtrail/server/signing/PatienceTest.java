package io.tagtrail.server.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PatienceTest {
  @Test
  void what_is_left_to_itself_writes_nothing_more() throws Exception {
    var slow = new CountDownLatch(1);
    var ended = new CompletableFuture<String>();

    assertThatThrownBy(() ->
            new Patience(Duration.ofMillis(20))
                .run(goOn -> {
                  try {
                    slow.await();
                    goOn.run();
                    ended.complete("wrote");
                  } catch (InterruptedException | RegistryException e) {
                    ended.complete(String.valueOf(e.getMessage()));
                  }
                }))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("longer than 20 ms");
    slow.countDown();

    assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo("the time for it was over");
  }

  @Test
  void what_is_in_time_goes_on() {
    var wrote = new CompletableFuture<String>();

    new Patience(Duration.ofSeconds(10))
        .run(goOn -> {
          goOn.run();
          wrote.complete("wrote");
        });

    assertThat(wrote).isCompletedWithValue("wrote");
  }
}
