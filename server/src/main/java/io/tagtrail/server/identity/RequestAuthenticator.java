package io.tagtrail.server.identity;

import io.tagtrail.core.ledger.LedgerException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Looks at the Authorization header, and only where there is none at the session's cookie.
final class RequestAuthenticator implements Authenticator {
  private static final Pattern BEARER =
      Pattern.compile("Bearer +([A-Za-z0-9._~+/=-]+)", Pattern.CASE_INSENSITIVE);
  private static final int MAX_HEADER = RawToken.MAX_LENGTH + "Bearer ".length();
  private static final Duration STORE_AWAY = Duration.ofSeconds(5);

  private final TokenVerifier verifier;
  private final @Nullable ApiTokens apiTokens;
  private final @Nullable Sessions sessions;

  RequestAuthenticator(
      TokenVerifier verifier, @Nullable ApiTokens apiTokens, @Nullable Sessions sessions) {
    this.verifier = verifier;
    this.apiTokens = apiTokens;
    this.sessions = sessions;
  }

  @Override
  public Authentication authenticate(
      @Nullable String authorization, @Nullable String sessionCookie) {
    try {
      if (authorization != null) {
        return header(authorization);
      }
      if (sessionCookie != null) {
        return sessions == null
            ? new Authentication.Rejected("nobody can sign in here with a browser")
            : sessions.authenticate(sessionCookie);
      }
      return new Authentication.Anonymous();
    } catch (LedgerException e) {
      return new Authentication.Unavailable(
          "the store of tokens does not answer, so nobody can be recognised by one", STORE_AWAY);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Authentication.Unavailable("the server is stopping", STORE_AWAY);
    }
  }

  private Authentication header(String authorization) throws InterruptedException {
    if (authorization.length() > MAX_HEADER) {
      return new Authentication.Rejected(
          "the Authorization header is longer than " + MAX_HEADER + " characters");
    }
    var match = BEARER.matcher(authorization);
    if (!match.matches()) {
      return new Authentication.Rejected(
          "the Authorization header is not 'Bearer' and one token, the only form understood here");
    }
    var token = match.group(1);
    if (token.startsWith(ApiToken.PREFIX)) {
      return apiTokens == null
          ? new Authentication.Rejected("tokens of Tagtrail's own (tt_) are not accepted here")
          : apiTokens.authenticate(token);
    }
    return switch (verifier.verify(token)) {
      case TokenVerifier.Result.Refused(var why) -> new Authentication.Rejected(why);
      case TokenVerifier.Result.Away(var why, var retryAfter) ->
          new Authentication.Unavailable(why, retryAfter);
      case TokenVerifier.Result.Verified(var issuer, var claims) ->
          switch (Mapper.map(issuer, claims)) {
            case Mapper.Mapped.Of(var identity) -> new Authentication.Known(identity);
            case Mapper.Mapped.Unfit(var why) -> new Authentication.Rejected(why);
          };
    };
  }
}
