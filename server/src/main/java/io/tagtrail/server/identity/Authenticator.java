package io.tagtrail.server.identity;

import org.jspecify.annotations.Nullable;

/// Finds out who asks.
public interface Authenticator {
  /// @param authorization the value of the Authorization header; null where there is none
  /// @param sessionCookie the value of the session's cookie; it counts only where there is no
  ///   Authorization header
  Authentication authenticate(@Nullable String authorization, @Nullable String sessionCookie);
}
