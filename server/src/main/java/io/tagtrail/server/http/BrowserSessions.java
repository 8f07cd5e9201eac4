package io.tagtrail.server.http;

import io.tagtrail.server.http.exchange.ProblemException;
import io.tagtrail.server.http.exchange.ProblemType;
import io.tagtrail.server.identity.SignInFlow;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// Credentials of a request, and what is asked of those that a browser sends by itself: a session's
/// cookie goes along with whatever page makes the request, so that a change needs proof that the
/// page is ours.
final class BrowserSessions {
  private final Supplier<Optional<SignInFlow>> signIn;

  BrowserSessions(Supplier<Optional<SignInFlow>> signIn) {
    this.signIn = signIn;
  }

  Gate.Credentials credentials(Request request) {
    var authorizations = request.getHeaders().getFields(HttpHeader.AUTHORIZATION);
    if (authorizations.size() > 1) {
      throw ProblemException.of(
          ProblemType.INVALID, "there are several Authorization headers: which one is meant?");
    }
    String authorization = authorizations.isEmpty() ? null : authorizations.getFirst().getValue();
    return new Gate.Credentials(
        authorization,
        signIn.get().map(flow -> cookie(request, flow.sessionCookie())).orElse(null));
  }

  static @Nullable String cookie(Request request, String name) {
    if (!request.getHeaders().contains(HttpHeader.COOKIE)) {
      return null;
    }
    for (var cookie : Request.getCookies(request)) {
      if (cookie.getName().equals(name)) {
        return cookie.getValue();
      }
    }
    return null;
  }

  /// @throws ProblemException if a change was asked for by a page of somebody else
  void check(Request request, Gate.Credentials credentials) {
    var flow = signIn.get();
    boolean byCookie = credentials.authorization() == null && credentials.cookie() != null;
    if (!byCookie || flow.isEmpty()) {
      return;
    }
    var headers = request.getHeaders();
    if (!flow.get()
        .mayChange(
            request.getMethod(), headers.get(SignInFlow.CSRF_HEADER), headers.get("Origin"))) {
      throw ProblemException.of(
          ProblemType.FORBIDDEN,
          "a change with a browser's session comes from this server's own pages, with the header "
              + SignInFlow.CSRF_HEADER);
    }
  }
}
