package io.tagtrail.attest.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.attest.VerificationKey;
import io.tagtrail.core.model.InvalidValueException;
import java.nio.charset.StandardCharsets;

/// A public key as configuration gives it.
final class VerificationKeyFuzz {
  @FuzzTest
  void a_key_is_read_or_refused(byte[] bytes) {
    try {
      var key = VerificationKey.parse(new String(bytes, StandardCharsets.UTF_8));
      if (key.verifies(new byte[8], new byte[64])) {
        throw new AssertionError("a signature of zeros passes for " + key);
      }
    } catch (InvalidValueException e) {
      Worlds.message(String.valueOf(e.getMessage()));
    }
  }
}
