package io.tagtrail.server.inside;

import static io.tagtrail.server.inside.InsideWorld.only;
import static io.tagtrail.server.inside.InsideWorld.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.bundle.diff.Forges;
import io.tagtrail.bundle.model.BundleKind;
import io.tagtrail.bundle.model.Contents;
import io.tagtrail.core.event.Decision.Result;
import io.tagtrail.core.history.Questions;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.policy.Examiner.Use;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.oci.OciRegistry;
import io.tagtrail.server.Registries;
import io.tagtrail.testkit.ledger.Events;
import io.tagtrail.testkit.ledger.Story;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RoomTest {
  private static final Range RANGE = Range.parse("shop/prod", Instant.EPOCH);
  private static final Contents EMPTY =
      new Contents(BundleKind.FLUX, new TreeMap<>(), List.of(), List.of(), List.of());

  @TempDir Path folder = Path.of("set by JUnit");
  private final CountDownLatch over = new CountDownLatch(1);
  private final Semaphore looks = new Semaphore(0);
  private final AtomicInteger looked = new AtomicInteger();
  private final List<Thread> threads = new ArrayList<>();
  private InsideWorld world;
  private OciRegistry client;

  @BeforeEach
  void open() {
    world = new InsideWorld(folder, "", "inside: {patience: 300ms}");
    client = Registries.of(world.config, Map.of());
    new Story(world.ledger).adopt(InsideWorld.PROD, 1).promote(InsideWorld.PROD, 2);
  }

  @AfterEach
  void close() throws InterruptedException {
    over.countDown();
    for (var thread : threads) {
      thread.join(20_000);
    }
    client.close();
    world.close();
  }

  /// Somebody who looks, and does not come back before it is over.
  private Insides after(int free) {
    return (repository, bundle) -> {
      looks.release();
      if (looked.incrementAndGet() > free) {
        await();
      }
      return new Looked.Found(EMPTY);
    };
  }

  private void await() {
    try {
      over.await(20, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void start(Runnable work) {
    threads.add(Thread.ofVirtual().start(work));
  }

  private boolean lookedOnce(Duration within) throws InterruptedException {
    return looks.tryAcquire(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  private Questions questions() {
    return new Questions(world.ledger, client, world.config.policy());
  }

  private Comparing comparing(Insides insides, Room room) {
    return new Comparing(
        world.ledger, questions(), insides, Forges.PUBLIC, room, Duration.ofMillis(200));
  }

  @Test
  void who_compares_has_the_room_until_both_sides_are_compared_and_others_are_told_so()
      throws InterruptedException {
    var room = new Room(2);
    start(() -> comparing(after(1), room).compare(RANGE));
    assertThat(lookedOnce(Duration.ofSeconds(10))).isTrue();
    assertThat(lookedOnce(Duration.ofSeconds(10))).isTrue();
    // One side is in memory, the other is being read.
    var second = comparing((repository, bundle) -> new Looked.Found(EMPTY), room);
    assertThatThrownBy(() -> second.compare(RANGE))
        .isInstanceOfSatisfying(
            RegistryException.class,
            busy -> assertThat(busy.kind()).isEqualTo(RegistryException.Kind.UNAVAILABLE))
        .hasMessageContaining("nothing moved; try again");
    over.countDown();
    threads.getFirst().join(20_000);
    assertThat(second.compare(RANGE).after().digest()).isEqualTo(Events.digest(2));
  }

  @Test
  void all_comparisons_of_a_process_share_one_room() throws InterruptedException {
    var insides = after(1);
    for (int i = 0; i < 8; i++) {
      start(() -> new Comparing(world.ledger, questions(), insides, Forges.PUBLIC).compare(RANGE));
    }
    assertThat(lookedOnce(Duration.ofSeconds(10))).isTrue();
    assertThat(lookedOnce(Duration.ofSeconds(10))).isTrue();
    assertThat(lookedOnce(Duration.ofMillis(300))).isFalse();
  }

  private Examiner.Examined examine(InsideExaminer examiner, Descriptor bundle, Use use) {
    var rules = world.config.policy().rulesOrUsual(InsideWorld.PROD);
    Repository repository = world.repository();
    return examiner.examine(
        new Examiner.Subject(InsideWorld.PROD, rules, repository, bundle, use, null));
  }

  @Test
  void a_move_waits_for_room_no_longer_than_its_patience_and_then_it_is_unknown()
      throws InterruptedException {
    var examiner =
        InsideExaminer.of(
            world.config, world.ledger, client, after(0), System::nanoTime, new Room(2));
    for (int i = 1; i <= 2; i++) {
      var bundle = Events.bundle(i);
      start(() -> examine(examiner, bundle, Use.FORWARD));
    }
    assertThat(lookedOnce(Duration.ofSeconds(10))).isTrue();
    assertThat(lookedOnce(Duration.ofSeconds(10))).isTrue();
    long began = System.nanoTime();
    var check = only(examine(examiner, Events.bundle(3), Use.BACK));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    assertThat(check.result()).isEqualTo(Result.UNKNOWN);
    assertThat(check.detail()).contains("no room in memory for 300 ms");
  }

  @Test
  void a_rollback_does_not_wait_for_comparisons() throws InterruptedException {
    var compared = world.bundle(pod(world.host() + "/acme/web:1.0"));
    var back = world.bundle(pod("registry.example/acme/web:1.0"));
    var blobs = new AtomicInteger();
    world.registry.fault(exchange -> {
      if (exchange.getRequestURI().getPath().contains("/blobs/") && blobs.incrementAndGet() <= 2) {
        looks.release();
        await();
      }
      return false;
    });
    for (int i = 0; i < 2; i++) {
      start(() -> world.layers.look(world.repository(), compared));
    }
    assertThat(lookedOnce(Duration.ofSeconds(10))).isTrue();
    assertThat(lookedOnce(Duration.ofSeconds(10))).isTrue();
    long began = System.nanoTime();
    var check = only(world.examine(back, Use.BACK, null));
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    assertThat(check.detail()).contains("not asked");
  }
}
