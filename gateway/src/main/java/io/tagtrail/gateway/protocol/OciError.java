package io.tagtrail.gateway.protocol;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Text;
import java.util.List;

/// Why a request is refused: a code of the specification, the HTTP status, and a sentence for
/// people.
///
/// The message is bounded and safe to print; it may quote what the client sent.
public record OciError(ErrorCode code, int status, String message) {
  private static final int MESSAGE_BYTES = 1_000;

  public OciError {
    if (status < 400 || status > 499) {
      throw new IllegalArgumentException("an error of the specification is a 4xx: " + status);
    }
    message = Text.clipped(message, MESSAGE_BYTES);
  }

  public static OciError of(ErrorCode code, String message) {
    return new OciError(code, code.status(), message);
  }

  /// The error body of the specification, in UTF-8.
  public byte[] json() {
    return body(code.name(), message);
  }

  /// The body for a malfunction (5xx), for which the specification has no code.
  public static byte[] malfunction(String message) {
    return body("UNKNOWN", Text.clipped(message, MESSAGE_BYTES));
  }

  private static byte[] body(String code, String message) {
    var error = new ObjectBuilder().put("code", code).put("message", message).build();
    return new ObjectBuilder().put("errors", new Json.Arr(List.of(error))).build().canonicalBytes();
  }
}
