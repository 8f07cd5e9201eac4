package io.tagtrail.server.client;

import org.jspecify.annotations.Nullable;

/// Where the bearer token comes from. Asked once, when the first request needs it.
@FunctionalInterface
public interface TokenSource {
  /// The token; null where there is none, and the server is asked as nobody.
  ///
  /// @throws io.tagtrail.server.wire.UnauthenticatedException if there should be one and it cannot
  ///   be had
  @Nullable Token token();

  /// @param from where it came from, for people
  record Token(String secret, String from) {
    /// @throws io.tagtrail.server.wire.UnauthenticatedException if it cannot be one: it would not
    ///   fit a header
    public Token {
      if (secret.isEmpty() || !secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
        throw new io.tagtrail.server.wire.UnauthenticatedException(
            "what is in %s is not a token".formatted(from));
      }
    }

    /// Never the secret.
    @Override
    public String toString() {
      return "token from " + from;
    }
  }

  /// No token.
  static TokenSource none() {
    return () -> null;
  }

  static TokenSource of(String secret, String from) {
    var token = new Token(secret, from);
    return () -> token;
  }
}
