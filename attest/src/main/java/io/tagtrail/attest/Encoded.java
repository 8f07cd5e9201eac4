package io.tagtrail.attest;

import io.tagtrail.core.json.JsonException;
import java.util.Base64;

/// Bytes in base64, as JSON and annotations carry them.
final class Encoded {
  private Encoded() {}

  /// RFC 4648 section 4, nothing else between; `what` names it in messages.
  static byte[] bytes(String what, String base64, int most) {
    // Four characters for three bytes: the bound comes before the work.
    if (base64.length() > (most + 2L) / 3 * 4) {
      throw new JsonException("%s is longer than %d bytes".formatted(what, most));
    }
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new JsonException(what + " is not base64", e);
    }
  }
}
