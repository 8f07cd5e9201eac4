package io.tagtrail.gateway.protocol;

/// The fourteen error codes of the OCI distribution specification 1.1.
public enum ErrorCode {
  BLOB_UNKNOWN,
  BLOB_UPLOAD_INVALID,
  BLOB_UPLOAD_UNKNOWN,
  DIGEST_INVALID,
  MANIFEST_BLOB_UNKNOWN,
  MANIFEST_INVALID,
  MANIFEST_UNKNOWN,
  NAME_INVALID,
  NAME_UNKNOWN,
  SIZE_INVALID,
  UNAUTHORIZED,
  DENIED,
  UNSUPPORTED,
  TOOMANYREQUESTS;

  /// The HTTP status that the code stands for, where nothing more exact is known.
  public int status() {
    return switch (this) {
      case BLOB_UNKNOWN, BLOB_UPLOAD_UNKNOWN, MANIFEST_UNKNOWN, NAME_UNKNOWN -> 404;
      case BLOB_UPLOAD_INVALID,
          DIGEST_INVALID,
          MANIFEST_BLOB_UNKNOWN,
          MANIFEST_INVALID,
          NAME_INVALID,
          SIZE_INVALID ->
          400;
      case UNAUTHORIZED -> 401;
      case DENIED -> 403;
      case UNSUPPORTED -> 405;
      case TOOMANYREQUESTS -> 429;
    };
  }
}
