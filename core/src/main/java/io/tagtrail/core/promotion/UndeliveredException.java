package io.tagtrail.core.promotion;

import org.jspecify.annotations.Nullable;

/// A task of the outbox could not be carried out now; it is tried again. The message is for the
/// person who asks why it waits.
public final class UndeliveredException extends RuntimeException {
  public UndeliveredException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
