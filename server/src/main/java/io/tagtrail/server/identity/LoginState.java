package io.tagtrail.server.identity;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a browser carries from the beginning of a sign-in to its end, in a cookie of its own: the
/// answer counts only in the browser that asked.
///
/// @param state comes back with the answer, against answers that nobody asked for
/// @param nonce comes back in the ID token, against tokens of another sign-in
/// @param verifier proves at the token endpoint that the code was asked for here (RFC 7636)
/// @param returnTo a path of this server
record LoginState(String state, String nonce, String verifier, String returnTo) {
  private static final Pattern FORM =
      Pattern.compile(
          "([A-Za-z0-9_-]{43})\\.([A-Za-z0-9_-]{43})\\.([A-Za-z0-9_-]{43})\\.([A-Za-z0-9_-]{1,1400})");
  private static final Pattern PATH =
      Pattern.compile("/(?![/\\\\])[A-Za-z0-9._~!$&'()*+,;=:@%/?#-]{0,1000}");

  static LoginState fresh(String returnTo) {
    return new LoginState(Secrets.base64(), Secrets.base64(), Secrets.base64(), inside(returnTo));
  }

  /// Reads a cookie; empty if it is none of ours.
  static Optional<LoginState> parse(String cookie) {
    var match = FORM.matcher(cookie);
    if (!match.matches()) {
      return Optional.empty();
    }
    try {
      var path = new String(Base64.getUrlDecoder().decode(match.group(4)), StandardCharsets.UTF_8);
      return Optional.of(
          new LoginState(match.group(1), match.group(2), match.group(3), inside(path)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  String cookie() {
    var path = returnTo.getBytes(StandardCharsets.UTF_8);
    return String.join(
        ".", state, nonce, verifier, Base64.getUrlEncoder().withoutPadding().encodeToString(path));
  }

  @Override
  public String toString() {
    return "LoginState[" + returnTo + "]";
  }

  /// The path, if it stays on this server; else its beginning. Not a path of /auth, which would
  /// begin another sign-in or end this one.
  static String inside(String path) {
    return PATH.matcher(path).matches() && !path.startsWith("/auth/") ? path : "/";
  }
}
