package io.tagtrail.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.image.KindPaths;
import io.tagtrail.bundle.model.BundleKind;
import io.tagtrail.bundle.model.Contents;
import java.util.List;

/// Reads bundles in tests.
public final class Bundles {
  private Bundles() {}

  public static Contents flux(TarFile tar, KindPaths... configured) {
    return read(BundleKind.FLUX, MediaTypes.FLUX_CONTENT, tar.gzip(), configured);
  }

  public static Contents chart(TarFile tar) {
    return read(BundleKind.CHART, MediaTypes.HELM_CHART, tar.gzip());
  }

  public static Contents read(
      BundleKind kind, String mediaType, byte[] layer, KindPaths... configured) {
    var reading =
        new BundleReader(Limits.USUAL, List.of(configured))
            .read(kind, List.of(new Part(mediaType, null, layer)));
    assertThat(reading).isInstanceOf(Reading.Read.class);
    return ((Reading.Read) reading).contents();
  }

  /// Why a layer cannot be read.
  public static String refused(byte[] layer) {
    var reading =
        new BundleReader(Limits.USUAL, List.of())
            .read(BundleKind.FLUX, List.of(new Part(MediaTypes.FLUX_CONTENT, null, layer)));
    assertThat(reading).isInstanceOf(Reading.Unreadable.class);
    return ((Reading.Unreadable) reading).why();
  }
}
