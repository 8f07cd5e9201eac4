package io.tagtrail.attest.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.attest.SimpleSigning;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.registry.Manifest;
import java.util.Arrays;
import java.util.List;

/// A manifest under a tag `sha256-….sig`, and, behind a line `---`, a payload of its.
final class SimpleSigningFuzz {
  private static final byte[] LINE = {'\n', '-', '-', '-', '\n'};

  @FuzzTest
  void nothing_passes_for_a_signature_of_a_bundle_that_nobody_signed(byte[] bytes) {
    int at = split(bytes);
    var manifest = Arrays.copyOf(bytes, at < 0 ? bytes.length : at);
    var payload = at < 0 ? new byte[0] : Arrays.copyOfRange(bytes, at + LINE.length, bytes.length);
    List<SimpleSigning.Layer> layers;
    try {
      layers =
          SimpleSigning.layers(Manifest.of("application/vnd.oci.image.manifest.v1+json", manifest));
    } catch (JsonException | InvalidValueException e) {
      Worlds.message(Text.clipped(String.valueOf(e.getMessage()), 300));
      return;
    }
    for (var layer : layers) {
      Worlds.refused(SimpleSigning.check(layer, payload, Worlds.NEVER_SIGNED, Worlds.KEYS));
    }
  }

  private static int split(byte[] bytes) {
    for (int i = 0; i + LINE.length <= bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + LINE.length, LINE, 0, LINE.length)) {
        return i;
      }
    }
    return -1;
  }
}
