package io.tagtrail.server.wire;

import org.jspecify.annotations.Nullable;

/// A Tagtrail server did not do what it was asked, for a reason of its own or on the way to it. The
/// message says which server, what came back and what to do next; it holds no secret.
public final class ServerException extends RuntimeException {
  private final int status;
  private final boolean mayHaveHappened;

  /// @param status the HTTP status; 0 where there was no answer
  /// @param mayHaveHappened whether a request that changes something may have been carried out all
  ///   the same
  public ServerException(
      int status, boolean mayHaveHappened, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.status = status;
    this.mayHaveHappened = mayHaveHappened;
  }

  public int status() {
    return status;
  }

  public boolean mayHaveHappened() {
    return mayHaveHappened;
  }
}
