package io.tagtrail.gateway.protocol;

/// Leaves the nested steps of a parser at once. It never leaves this package: the entry points turn
/// it into a result.
final class RefusedException extends Exception {
  private final transient OciError error;

  RefusedException(OciError error) {
    super(error.message(), null, false, false);
    this.error = error;
  }

  static RefusedException of(ErrorCode code, String message) {
    return new RefusedException(OciError.of(code, message));
  }

  OciError error() {
    return error;
  }
}
