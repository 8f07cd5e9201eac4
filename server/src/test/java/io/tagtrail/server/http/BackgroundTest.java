package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.server.Checked;
import io.tagtrail.server.State;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.Upkeep;
import io.tagtrail.server.http.metric.Metrics;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is done for nobody in particular, where something does not answer.
@Timeout(60)
class BackgroundTest {
  private static final Alias STUCK = Alias.parse("shop/prod");
  private static final Alias OTHER = Alias.parse("web/prod");

  private final CountDownLatch never = new CountDownLatch(1);
  private final ConcurrentLinkedQueue<Alias> begun = new ConcurrentLinkedQueue<>();
  private final AtomicInteger deliveries = new AtomicInteger();

  /// A Tagtrail with two unfinished moves and something to deliver.
  private interface Delivering {
    Delivery.Report deliver() throws Throwable;
  }

  private Tagtrail tagtrail(Delivering delivering) {
    return (Tagtrail)
        Proxy.newProxyInstance(
            Tagtrail.class.getClassLoader(),
            new Class<?>[] {Tagtrail.class, State.class, Upkeep.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "state", "upkeep" -> proxy;
                  case "unfinished" -> List.of(STUCK, OTHER);
                  case "check" -> {
                    var alias = (Alias) arguments[0];
                    begun.add(alias);
                    if (alias.equals(STUCK)) {
                      never.await();
                    }
                    yield new Checked(alias, new Checked.Result.Agrees());
                  }
                  case "deliver" -> {
                    deliveries.incrementAndGet();
                    yield delivering.deliver();
                  }
                  default -> throw new UnsupportedOperationException(method.getName());
                });
  }

  private Background background(Delivering delivering) {
    var tagtrail = tagtrail(delivering);
    return new Background(new Metrics("test"), Time.system(), () -> tagtrail);
  }

  private long begun(Alias alias) {
    return begun.stream().filter(alias::equals).count();
  }

  private static void until(java.util.function.BooleanSupplier holds) throws InterruptedException {
    for (int i = 0; i < 400 && !holds.getAsBoolean(); i++) {
      Thread.sleep(50);
    }
    assertThat(holds.getAsBoolean()).isTrue();
  }

  @AfterEach
  void end() {
    never.countDown();
  }

  @Test
  void unfinished_moves_wait_neither_for_deliveries_nor_for_one_another()
      throws InterruptedException {
    var background =
        background(() -> {
          never.await();
          return new Delivery.Report(0, 0, null);
        });

    until(() -> begun(OTHER) >= 2);

    assertThat(begun(STUCK)).as("it is looked at once, not again and again beside it").isEqualTo(1);
    assertThat(deliveries.get()).isEqualTo(1);
    assertThat(background.unfinished()).isEqualTo(2);
    long start = System.nanoTime();
    background.end();
    assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isLessThan(10);
  }

  @Test
  void an_error_does_not_end_the_work() throws InterruptedException {
    var background =
        background(() -> {
          throw new StackOverflowError("a test's");
        });

    until(() -> {
      background.nudge();
      return deliveries.get() >= 3;
    });

    never.countDown();
    background.end();
  }
}
