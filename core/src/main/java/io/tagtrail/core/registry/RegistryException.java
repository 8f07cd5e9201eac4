package io.tagtrail.core.registry;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A registry (or an OCI layout) did not do what it was asked. The message says which request, to
/// which host, what came back and what to do next; it holds no secret and no unbounded text.
public final class RegistryException extends RuntimeException {
  private final Kind kind;
  private final Applied applied;
  private final int status;
  private final @Nullable Duration retryAfter;

  /// What sort of failure it was.
  public enum Kind {
    /// No connection, a timeout, a 5xx, too many requests.
    UNAVAILABLE,
    /// 401 or 403.
    DENIED,
    /// 404 of something that must be there.
    NOT_FOUND,
    /// The answer contradicts itself or its digest, is too large, or is not what the specification
    /// says.
    LYING,
    /// The registry refused the content or the request as such (another 4xx).
    REJECTED
  }

  /// Whether a write may have happened all the same.
  public enum Applied {
    /// Certainly not: it was never sent, or the registry itself refused it.
    NO,
    /// Nobody can tell without reading back.
    UNKNOWN
  }

  public RegistryException(
      Kind kind, Applied applied, int status, String message, @Nullable Throwable cause) {
    this(kind, applied, status, message, cause, null);
  }

  /// @param retryAfter how long the registry asks to be left alone; null where it does not say
  public RegistryException(
      Kind kind,
      Applied applied,
      int status,
      String message,
      @Nullable Throwable cause,
      @Nullable Duration retryAfter) {
    super(message, cause);
    this.retryAfter = retryAfter;
    this.kind = kind;
    this.applied = applied;
    this.status = status;
  }

  public Kind kind() {
    return kind;
  }

  /// Only says something of a request that writes.
  public Applied applied() {
    return applied;
  }

  /// How long the registry asks to be left alone; empty where it does not say.
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }

  /// The HTTP status; 0 where there was none.
  public int status() {
    return status;
  }
}
