package io.tagtrail.server.identity;

import java.time.Duration;

/// What came of looking at a request's credentials.
public sealed interface Authentication {
  /// Verified.
  record Known(Identity identity) implements Authentication {}

  /// The request has no credentials.
  record Anonymous() implements Authentication {}

  /// The request has credentials that prove nothing.
  ///
  /// @param why for whoever sent them; without any secret
  record Rejected(String why) implements Authentication {}

  /// It cannot be told now, because the issuer or the store of tokens does not answer. Never a
  /// reason to let anybody in.
  record Unavailable(String why, Duration retryAfter) implements Authentication {}
}
