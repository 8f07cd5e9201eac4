package io.tagtrail.gateway.embedded;

import org.jspecify.annotations.Nullable;

/// The embedded registry cannot start or cannot go on. The message is for people: what failed, on
/// which folder or address, and what to do.
public final class EmbeddedRegistryException extends RuntimeException {
  public EmbeddedRegistryException(String message) {
    super(message);
  }

  public EmbeddedRegistryException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
