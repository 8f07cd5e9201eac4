package io.tagtrail.attest.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.attest.SigstoreBundle;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.registry.Manifest;

/// The manifest of a referrer that calls itself a Sigstore bundle.
final class ReferrerFuzz {
  @FuzzTest
  void a_referrer_leads_to_one_layer_of_the_type_or_to_none_or_is_refused(byte[] bytes) {
    try {
      SigstoreBundle.layer(Manifest.of("application/vnd.oci.image.manifest.v1+json", bytes))
          .ifPresent(layer -> assertThat(layer.mediaType()).contains("sigstore.bundle"));
    } catch (JsonException | InvalidValueException e) {
      Worlds.message(Text.clipped(String.valueOf(e.getMessage()), 300));
    }
  }
}
