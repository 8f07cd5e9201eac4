package io.tagtrail.server.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.promotion.Restoring;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The sentinel as it runs, with looks every second.
@Timeout(60)
class SentinelTest {
  private static Yard yard(Assurance.Outside outside) {
    return new Yard(outside, Yard.everySecond());
  }

  private static void governs(Yard yard, int aliases) throws InterruptedException {
    for (int n = 0; n < aliases; n++) {
      assertThat(yard.promote(n, 100 + n)).isInstanceOf(Outcome.Moved.class);
    }
  }

  @Test
  void a_tag_that_is_as_recorded_costs_one_head_an_interval_and_the_ledger_nothing()
      throws InterruptedException {
    var yard = yard(Assurance.Outside.RECORD);
    governs(yard, 40);
    try (var sentinel = yard.sentinel()) {
      Yard.until(() -> sentinel.looks().stream().filter(l -> l.at() != null).count() == 40);
      yard.calls.clear();
      Thread.sleep(3_000);

      // Three rounds, a tenth more or less, and few markers.
      assertThat(yard.calls.of("registry.head")).isBetween(90L, 165L);
      var ledger = yard.calls.stream().filter(call -> call.startsWith("ledger.")).toList();
      assertThat(ledger).containsOnly("ledger.head").hasSizeLessThan(8);
      assertThat(sentinel.looks())
          .allSatisfy(look -> assertThat(look.result()).isEqualTo(Look.Result.AS_RECORDED));
    }
  }

  @Test
  void an_outside_move_is_recorded_and_left_where_recording_is_asked() throws InterruptedException {
    var yard = yard(Assurance.Outside.RECORD);
    governs(yard, 2);
    try (var sentinel = yard.sentinel()) {
      yard.outside(1, 7);
      Yard.until(() -> yard.count(1, EventKind.OUTSIDE_MOVE) == 1);
      Thread.sleep(1_500);

      assertThat(yard.tag(1)).isEqualTo(Yard.bundle(7).digest());
      assertThat(yard.count(1, EventKind.OUTSIDE_MOVE)).isEqualTo(1);
      assertThat(yard.count(0, EventKind.OUTSIDE_MOVE)).isZero();
      // Its view of the ledger is a second old, and older on a busy machine.
      Yard.until(() -> sentinel.movedOutside() == 1);
      Yard.until(() -> sentinel.looks().get(1).result() == Look.Result.MOVED_OUTSIDE);
    }
  }

  @Test
  void where_restoring_is_asked_it_is_brought_back_once_and_then_left()
      throws InterruptedException {
    var yard = yard(Assurance.Outside.RESTORE);
    governs(yard, 1);
    try (var sentinel = yard.sentinel()) {
      yard.outside(0, 7);
      Yard.until(() -> yard.count(0, EventKind.ROLLBACK) == 1);
      assertThat(yard.tag(0)).isEqualTo(Yard.bundle(100).digest());
      var back = yard.memory.all().getLast().event();
      assertThat(back.facts().mover()).isEqualTo(Restoring.SENTINEL);

      yard.outside(0, 7);
      Yard.until(() -> yard.count(0, EventKind.OUTSIDE_MOVE) == 2);
      Yard.until(() -> sentinel.looks().getFirst().detail() != null);

      assertThat(sentinel.looks().getFirst().detail()).contains("somebody insists");
      assertThat(yard.tag(0)).isEqualTo(Yard.bundle(7).digest());
      assertThat(yard.count(0, EventKind.ROLLBACK)).isEqualTo(1);
    }
    // A restart forgets nothing: the ledger says it.
    try (var anew = yard.sentinel()) {
      Yard.until(() -> anew.looks().stream().anyMatch(l -> l.detail() != null));
      assertThat(yard.count(0, EventKind.ROLLBACK)).isEqualTo(1);
    }
  }

  @Test
  void a_way_back_by_keep_tag_is_told_and_not_undone() throws InterruptedException {
    var yard = yard(Assurance.Outside.RESTORE);
    governs(yard, 1);
    yard.promote(0, 200);
    try (var sentinel = yard.sentinel()) {
      yard.outside(0, 100);
      Yard.until(() -> yard.count(0, EventKind.BREAK_GLASS) == 1);
      Yard.until(() -> sentinel.looks().getFirst().detail() != null);

      assertThat(yard.tag(0)).isEqualTo(Yard.bundle(100).digest());
      assertThat(yard.count(0, EventKind.ROLLBACK)).isZero();
    }
  }

  @Test
  void a_policy_that_asks_for_more_is_answered_for_what_is_outside_already()
      throws InterruptedException {
    var yard = yard(Assurance.Outside.ALERT);
    governs(yard, 1);
    try (var sentinel = yard.sentinel()) {
      yard.outside(0, 7);
      Yard.until(() -> yard.count(0, EventKind.OUTSIDE_MOVE) == 1);
      Yard.until(() -> sentinel.looks().getFirst().detail() != null);
      assertThat(yard.count(0, EventKind.ROLLBACK)).isZero();

      yard.ground = yard.under(Assurance.Outside.RESTORE);

      Yard.until(() -> yard.count(0, EventKind.ROLLBACK) == 1);
      assertThat(yard.tag(0)).isEqualTo(Yard.bundle(100).digest());
    }
  }

  @Test
  void an_error_does_not_end_the_watch() throws InterruptedException {
    var yard = yard(Assurance.Outside.RECORD);
    governs(yard, 1);
    var broken = new AtomicBoolean(true);
    var desk = new SentinelDesk(yard.notes, yard.time::now);
    Supplier<Ground> ground =
        () -> {
          if (broken.get()) {
            throw new StackOverflowError("a test's");
          }
          return yard.ground;
        };
    try (var sentinel = new Sentinel(ground, yard.notes, desk, SentinelListener.NONE, yard.time)) {
      Thread.sleep(300);
      broken.set(false);
      Yard.until(() -> sentinel.looks().stream().anyMatch(l -> l.at() != null));
    }
  }

  @Test
  void a_stray_tag_holds_its_own_alias_and_no_other() throws InterruptedException {
    var yard = yard(Assurance.Outside.RESTORE);
    governs(yard, 2);
    yard.stray(0, "prod.300");
    try (var sentinel = yard.sentinel()) {
      yard.outside(0, 7);
      Yard.until(() -> yard.count(0, EventKind.OUTSIDE_MOVE) == 1);
      Yard.until(() -> sentinel.looks().getFirst().detail() != null);
      assertThat(sentinel.looks().getFirst().detail()).contains("prod.300");
      assertThat(sentinel.isOff()).isFalse();

      yard.outside(1, 7);
      Yard.until(() -> yard.count(1, EventKind.ROLLBACK) == 1);
      assertThat(yard.tag(1)).isEqualTo(Yard.bundle(101).digest());
      assertThat(yard.tag(0)).isEqualTo(Yard.bundle(7).digest());
    }
  }

  @Test
  void moves_of_our_own_are_never_called_outside_however_hard_it_looks() throws Exception {
    var yard = yard(Assurance.Outside.RESTORE);
    governs(yard, 1);
    try (var sentinel = yard.sentinel()) {
      Yard.until(() -> sentinel.looks().stream().anyMatch(l -> l.at() != null));
      var hinting =
          Thread.ofVirtual()
              .start(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                  sentinel.look(Yard.location(0));
                  Thread.onSpinWait();
                  java.util.concurrent.locks.LockSupport.parkNanos(200_000);
                }
              });
      for (int n = 0; n < 150; n++) {
        assertThat(yard.promote(0, 300 + n)).isInstanceOf(Outcome.Moved.class);
        Thread.sleep(10);
      }
      hinting.interrupt();
      hinting.join();
    }

    assertThat(yard.count(0, EventKind.OUTSIDE_MOVE)).isZero();
    assertThat(yard.count(0, EventKind.ROLLBACK)).isZero();
    assertThat(yard.calls.of("registry.head")).isGreaterThan(300);
  }

  @Test
  void a_registry_that_asks_to_be_left_alone_is_left_alone() throws InterruptedException {
    var yard = yard(Assurance.Outside.RECORD);
    governs(yard, 40);
    yard.registryAway =
        new RegistryException(
            Kind.UNAVAILABLE, Applied.NO, 429, "too many", null, Duration.ofSeconds(30));
    yard.calls.clear();
    try (var sentinel = yard.sentinel()) {
      Thread.sleep(4_000);

      // One, and those that were under way with it: without heeding it there would be 160.
      assertThat(yard.calls.of("registry.head")).isBetween(1L, 12L);
      assertThat(sentinel.looks())
          .anySatisfy(look -> assertThat(look.result()).isEqualTo(Look.Result.AWAY));
      assertThat(yard.count(0, EventKind.OUTSIDE_MOVE)).isZero();
    }
  }

  @Test
  void a_hint_hastens_the_look() throws InterruptedException {
    var slow =
        new io.tagtrail.server.config.SentinelConfig(
            true, Duration.ofHours(10), java.util.Map.of(), 50, java.util.Map.of());
    var yard = new Yard(Assurance.Outside.RECORD, slow);
    governs(yard, 1);
    try (var sentinel = yard.sentinel()) {
      Yard.until(() -> sentinel.knows(Yard.alias(0)));
      yard.outside(0, 7);
      Thread.sleep(300);
      sentinel.look(Yard.location(0));
      sentinel.look(io.tagtrail.core.model.Location.parse("registry.example/nobody:prod"));
      Yard.until(() -> yard.count(0, EventKind.OUTSIDE_MOVE) == 1);
    }
  }

  @Test
  void two_processes_share_out() throws InterruptedException {
    var yard = yard(Assurance.Outside.RECORD);
    governs(yard, 40);
    try (var one = yard.sentinel()) {
      // It has written its note before it reads the ledger: whoever comes now finds it.
      Yard.until(() -> one.looks().size() == 40);
      try (var two = yard.sentinel()) {
        Yard.until(() -> two.looks().size() == 40);
        // The second found the first at once; the first finds the second with its next note.
        Yard.until(() -> two.processes() == 2);
        assertThat(two.watched()).isBetween(5L, 35L);
        yard.outside(3, 7);
        Yard.until(() -> yard.count(3, EventKind.OUTSIDE_MOVE) == 1);
        Thread.sleep(1_000);
        assertThat(yard.count(3, EventKind.OUTSIDE_MOVE)).isEqualTo(1);
      }
    }
  }
}
