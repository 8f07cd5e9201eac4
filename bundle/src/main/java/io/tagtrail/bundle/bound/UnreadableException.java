package io.tagtrail.bundle.bound;

import io.tagtrail.core.model.Text;
import org.jspecify.annotations.Nullable;

/// Bytes from outside that are not what they should be, or that would cost more than they may. The
/// message may quote them: it is bounded and safe to print.
public final class UnreadableException extends RuntimeException {
  private static final int MESSAGE_BYTES = 300;

  public UnreadableException(String message) {
    this(message, null);
  }

  public UnreadableException(String message, @Nullable Throwable cause) {
    super(Text.clipped(message, MESSAGE_BYTES), cause);
  }

  /// The message, which is always there.
  public String why() {
    return String.valueOf(getMessage());
  }
}
