package io.tagtrail.core.model;

/// Something from outside does not have the form that it must have. The message is for the person
/// who wrote it: it names the thing, quotes it safely, and says what the form is.
public final class InvalidValueException extends IllegalArgumentException {
  public InvalidValueException(String message) {
    super(message);
  }

  public InvalidValueException(String message, Throwable cause) {
    super(message, cause);
  }

  static InvalidValueException of(String what, String value, String form) {
    return new InvalidValueException(
        "not %s: '%s' (%s)".formatted(what, Text.clipped(value, 120), form));
  }
}
