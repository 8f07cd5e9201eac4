package io.tagtrail.server.inside;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.bundle.bound.Limits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// How many bundles are in memory at once, and that they fit.
final class RoomsTest {
  private static final long MIB = 1 << 20;

  @TempDir Path folder = Path.of("set by JUnit");

  @Test
  void a_larger_heap_has_room_for_more_bundles_of_moves_and_always_for_one_comparison() {
    assertThat(moves(297)).isEqualTo(1);
    assertThat(moves(1_024)).isEqualTo(6);
    assertThat(moves(64 * 1_024)).isEqualTo(6);
  }

  @Test
  void in_a_small_heap_moves_and_comparisons_share_the_room_of_two() {
    var rooms = Rooms.of(128 * MIB, Limits.USUAL);
    assertThat(rooms.moves()).isSameAs(rooms.comparisons());
    assertThat(rooms.moves().bundles()).isEqualTo(Rooms.PAIR);
  }

  private static int moves(long mebibytes) {
    var rooms = Rooms.of(mebibytes * MIB, Limits.USUAL);
    assertThat(rooms.moves()).isNotSameAs(rooms.comparisons());
    assertThat(rooms.comparisons().bundles()).isEqualTo(Rooms.PAIR);
    return rooms.moves().bundles();
  }

  /// 307 MiB: what the image leaves for the heap of a pod of 512 MiB (`deploy/`).
  @ParameterizedTest
  @EnumSource
  void as_many_bundles_as_are_let_in_fit_in_the_heap_of_a_pod_each_as_large_as_one_may_be(
      FullHouse.Shape shape) throws IOException, InterruptedException {
    var said = folder.resolve("said");
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx307m",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                FullHouse.class.getName(),
                shape.name())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).as(Files.readString(said)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
