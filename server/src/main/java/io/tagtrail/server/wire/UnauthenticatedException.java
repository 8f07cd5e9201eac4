package io.tagtrail.server.wire;

/// The server does not know who asks: there is no token, or one that it does not accept. The
/// message never holds the token.
public final class UnauthenticatedException extends RuntimeException {
  public UnauthenticatedException(String message) {
    super(message);
  }
}
