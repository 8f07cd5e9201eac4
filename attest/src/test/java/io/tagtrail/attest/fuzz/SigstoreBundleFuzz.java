package io.tagtrail.attest.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.attest.SigstoreBundle;

/// The layer of a referrer that calls itself a Sigstore bundle.
final class SigstoreBundleFuzz {
  @FuzzTest
  void nothing_passes_for_a_signature_of_a_bundle_that_nobody_signed(byte[] bytes) {
    Worlds.refused(SigstoreBundle.check(bytes, Worlds.NEVER_SIGNED, Worlds.KEYS));
  }
}
