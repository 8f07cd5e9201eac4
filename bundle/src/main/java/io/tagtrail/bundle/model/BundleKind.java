package io.tagtrail.bundle.model;

import java.util.Locale;

/// What a bundle is made for.
public enum BundleKind {
  /// An artifact that Flux applies: manifests, as files.
  FLUX,
  /// A Helm chart.
  CHART;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static BundleKind parse(String label) {
    return valueOf(label.toUpperCase(Locale.ROOT));
  }
}
