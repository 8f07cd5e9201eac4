package io.tagtrail.bundle.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.bundle.BundleReader;
import io.tagtrail.bundle.Part;
import io.tagtrail.bundle.Reading;
import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.diff.Comparison;
import io.tagtrail.bundle.diff.Side;
import io.tagtrail.bundle.inventory.Inventory;
import io.tagtrail.bundle.model.BundleKind;
import io.tagtrail.bundle.model.Contents;
import io.tagtrail.core.model.Digest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// YAML that somebody pushed: read, recorded, and compared with its first half.
final class YamlFuzz {
  private static final Limits SMALL =
      new Limits(1 << 20, 4 << 20, 100, 100, 200, 1 << 16, 100, 50, 10_000, 16 << 20);

  @FuzzTest
  void manifests_are_read_recorded_and_compared_or_refused(byte[] bytes) {
    var whole = contents(bytes);
    var half = contents(Arrays.copyOf(bytes, bytes.length / 2));
    if (whole.isEmpty() || half.isEmpty()) {
      return;
    }
    var side = side(whole.get());
    var read = Inventory.read(side.inventory().document().bytes());
    assertThat(read.objects()).hasSameSizeAs(whole.get().objects());
    Comparison.of(side(half.get()), side);
    assertThat(Comparison.of(side, side).isNothing()).isTrue();
  }

  private static Side side(Contents contents) {
    return new Side(Inventory.of(Digest.of(new byte[0]), contents, List.of()), contents);
  }

  private static Optional<Contents> contents(byte[] bytes) {
    var part = new Part("application/yaml", "a.yaml", bytes);
    return switch (new BundleReader(SMALL, List.of()).read(BundleKind.FLUX, List.of(part))) {
      case Reading.Unreadable unreadable -> Optional.empty();
      case Reading.Read(var contents) -> Optional.of(contents);
    };
  }
}
