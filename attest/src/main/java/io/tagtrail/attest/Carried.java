package io.tagtrail.attest;

import java.util.List;

/// What a bundle carries of signatures, as a registry holds it.
///
/// @param bundles the only layers of its referrers, of those whose type is a Sigstore bundle's
/// @param signatures what is under the tag `sha256-<hex>.sig`
public record Carried(List<Attached> bundles, List<SimpleSigning.Signed> signatures) {
  public static final Carried NOTHING = new Carried(List.of(), List.of());

  public Carried {
    bundles = List.copyOf(bundles);
    signatures = List.copyOf(signatures);
  }

  /// A Sigstore bundle that is attached, whatever it holds.
  public record Attached(byte[] bytes) {}
}
