package io.tagtrail.gateway.protocol;

import java.util.function.Function;

/// What came of something that a client may have asked wrongly.
public sealed interface Outcome<T> {
  record Done<T>(T value) implements Outcome<T> {}

  record Refused<T>(OciError error) implements Outcome<T> {}

  static <T> Outcome<T> refused(ErrorCode code, String message) {
    return new Refused<>(OciError.of(code, message));
  }

  default <U> Outcome<U> then(Function<T, Outcome<U>> next) {
    return switch (this) {
      case Done<T>(T value) -> next.apply(value);
      case Refused<T>(OciError error) -> new Refused<>(error);
    };
  }
}
