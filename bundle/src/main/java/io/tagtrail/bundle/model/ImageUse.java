package io.tagtrail.bundle.model;

/// An image that something in a bundle names, as it is written there.
///
/// @param image `registry/repository:tag@digest`, any part but the repository missing
/// @param origin how it was found
/// @param in what names it: `Deployment shop/web`, `values.yaml`
public record ImageUse(String image, Origin origin, String in) {
  public static final int IMAGE_BYTES = 512;
  public static final int IN_BYTES = 400;

  /// How sure it is that a cluster will pull it.
  public enum Origin {
    /// A container, or a volume that is an image.
    POD,
    /// At a path that the configuration names.
    PATH,
    /// In a chart's values, by convention, with a tag or a digest.
    VALUES,
    /// In a chart's values without a tag: the chart decides, most likely for its `appVersion`.
    ASSUMED
  }

  public ImageUse {
    image = Clipped.of(image, IMAGE_BYTES);
    in = Clipped.of(in, IN_BYTES);
  }
}
