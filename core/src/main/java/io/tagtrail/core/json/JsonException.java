package io.tagtrail.core.json;

import io.tagtrail.core.model.Text;

/// Bytes that are not JSON of the subset, or JSON that has not the shape that was asked for. The
/// message may quote the bytes: it is bounded and safe to print.
public final class JsonException extends RuntimeException {
  private static final int MESSAGE_BYTES = 600;

  public JsonException(String message) {
    super(Text.clipped(message, MESSAGE_BYTES));
  }

  public JsonException(String message, Throwable cause) {
    super(Text.clipped(message, MESSAGE_BYTES), cause);
  }
}
