package io.tagtrail.flux.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.model.InvalidValueException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class PusherTest {
  private final List<ClusterReport> taken = new CopyOnWriteArrayList<>();
  private final List<String> said = new CopyOnWriteArrayList<>();

  private static ClusterReport report(int second) {
    return new ClusterReport(
        "eu-1", Instant.parse("2026-11-22T10:00:00Z").plusSeconds(second), List.of(), null);
  }

  private Pusher pusher(Pusher.Server server) {
    var pusher = new Pusher(server, Duration.ofMillis(5), Duration.ofMillis(20), said::add);
    pusher.start();
    return pusher;
  }

  @Test
  void a_server_that_is_away_gets_the_latest_when_it_is_back_and_nothing_is_piled_up()
      throws Exception {
    var away = new AtomicBoolean(true);
    var tried = new CountDownLatch(5);
    try (var pusher =
        pusher(report -> {
          tried.countDown();
          if (away.get()) {
            throw new InvalidValueException("the server cannot be reached");
          }
          taken.add(report);
        })) {
      for (int i = 0; i < 1000; i++) {
        pusher.accept(report(i));
      }
      tried.await();
      away.set(false);
      pusher.await(1);
      assertThat(taken).containsExactly(report(999));
      assertThat(said)
          .containsExactly(
              "the report was not taken: the server cannot be reached; it is tried again, nothing is lost but time",
              "the server takes reports again");
      pusher.accept(report(2000));
      pusher.await(2);
      assertThat(taken.getLast()).isEqualTo(report(2000));
    }
  }

  @Test
  void a_newer_report_goes_before_one_that_failed() throws Exception {
    var first = new CountDownLatch(1);
    var second = new CountDownLatch(1);
    try (var pusher =
        pusher(report -> {
          if (report.equals(report(1))) {
            first.countDown();
            try {
              second.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
            throw new InvalidValueException("broken off");
          }
          taken.add(report);
        })) {
      pusher.accept(report(1));
      first.await();
      pusher.accept(report(2));
      second.countDown();
      pusher.await(1);
      assertThat(taken).containsExactly(report(2));
    }
  }

  @Test
  void it_ends_when_it_is_closed_whatever_it_waits_for() throws Exception {
    var pusher = pusher(taken::add);
    pusher.close();
    pusher.await(1);
    assertThat(taken).isEmpty();
  }
}
