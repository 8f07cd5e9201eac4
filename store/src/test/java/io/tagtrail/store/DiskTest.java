package io.tagtrail.store;

import static io.tagtrail.store.Fixture.PROD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.LedgerException.Kind;
import io.tagtrail.testkit.ledger.Events;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A real disk that is full or read-only. It takes the right to mount one; without that the tests
/// are skipped, and `FaultTest` stands for them.
class DiskTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private boolean mounted;

  @BeforeEach
  void mountSmallDisk() throws Exception {
    mounted = run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder.toString());
    assumeTrue(mounted, "this user may not mount a disk");
  }

  @AfterEach
  void unmount() throws Exception {
    if (mounted) {
      assertThat(run("umount", folder.toString())).isTrue();
    }
  }

  @Test
  void a_disk_that_fills_up_leaves_nothing_half_written() {
    try (var ledger = Fixture.create(folder)) {
      Fixture.fill(ledger);
      var acknowledged = new AtomicLong(ledger.head().size());
      PlaceTest.refused(
          Kind.UNAVAILABLE,
          () -> {
            while (acknowledged.get() < 10_000) {
              var state = ledger.alias(PROD);
              var refusal = Events.refusal(PROD, Events.digest(acknowledged.get())).build();
              ledger.append(Batch.expecting(PROD.stream(), state.version()).add(refusal).build());
              acknowledged.incrementAndGet();
            }
          },
          "full");
      assertThat(ledger.head().size()).isEqualTo(acknowledged.get());
      assertThat(ledger.check().findings()).isEmpty();
    }
  }

  @Test
  void a_read_only_disk_is_said() throws Exception {
    Fixture.create(folder).close();
    assertThat(run("mount", "-o", "remount,ro", folder.toString())).isTrue();
    PlaceTest.refused(Kind.UNAVAILABLE, () -> Fixture.open(folder), "writ");
    var other = folder.resolve("other");
    PlaceTest.refused(Kind.UNAVAILABLE, () -> Fixture.create(other), "cannot be made");
  }

  private static boolean run(String... command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    return process.waitFor() == 0;
  }
}
