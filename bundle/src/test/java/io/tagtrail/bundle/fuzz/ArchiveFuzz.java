package io.tagtrail.bundle.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.bundle.BundleReader;
import io.tagtrail.bundle.MediaTypes;
import io.tagtrail.bundle.Part;
import io.tagtrail.bundle.Reading;
import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.model.BundleKind;
import io.tagtrail.core.model.Text;
import java.util.List;

/// A layer that says that it is an archive.
final class ArchiveFuzz {
  private static final Limits SMALL =
      new Limits(1 << 20, 4 << 20, 100, 100, 200, 1 << 16, 100, 50, 10_000, 16 << 20);

  @FuzzTest
  void a_layer_is_unpacked_within_bounds_or_refused(byte[] bytes) {
    var part = new Part(MediaTypes.FLUX_CONTENT, null, bytes);
    switch (new BundleReader(SMALL, List.of()).read(BundleKind.FLUX, List.of(part))) {
      case Reading.Unreadable(var why) -> assertThat(Text.fits(why, 400)).isTrue();
      case Reading.Read(var contents) -> {
        long total = 0;
        for (var file : contents.files().values()) {
          total += file.bytes().length;
          assertThat(List.of(file.path().split("/", -1))).doesNotContain("", ".", "..");
        }
        assertThat(total).isLessThanOrEqualTo(SMALL.unpacked());
      }
    }
  }
}
