package io.tagtrail.flux.kube;

import io.tagtrail.core.model.Text;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A cluster did not answer what it was asked. Nothing was changed there: nothing ever is. The
/// message is bounded and safe to print.
public final class KubeException extends Exception {
  private static final int MESSAGE_BYTES = 600;

  private final int status;
  private final @Nullable Duration retryAfter;

  /// @param status of the answer; 0 where there was none
  public KubeException(int status, String message, @Nullable Throwable cause) {
    this(status, message, null, cause);
  }

  KubeException(
      int status, String message, @Nullable Duration retryAfter, @Nullable Throwable cause) {
    super(Text.clipped(message.replaceAll("\\s+", " "), MESSAGE_BYTES), cause);
    this.status = status;
    this.retryAfter = retryAfter;
  }

  public int status() {
    return status;
  }

  /// How long the cluster asked to be left alone; null where it did not.
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /// Whether what was asked for is too old to be had: list again.
  public boolean isGone() {
    return status == 410;
  }
}
