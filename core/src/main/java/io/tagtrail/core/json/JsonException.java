package io.tagtrail.core.json;

/// Bytes that are not JSON of the subset, or JSON that has not the shape that was asked for.
public final class JsonException extends RuntimeException {
  public JsonException(String message) {
    super(message);
  }

  public JsonException(String message, Throwable cause) {
    super(message, cause);
  }
}
