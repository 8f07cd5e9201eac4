package io.tagtrail.server.identity;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.config.SignIn;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Sign-in of people with a browser: the authorization code flow of OpenID Connect with PKCE. The
/// HTTP layer mounts [#start] at /auth/login, [#callback] at /auth/callback and [#logout] at
/// /auth/logout (POST), and sends on what they answer.
public final class SignInFlow {
  /// A request that changes something by the session's cookie must have this header, which a page
  /// of another site cannot set.
  public static final String CSRF_HEADER = "X-Tagtrail-Request";

  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

  private final SignIn config;
  private final @Nullable String secret;
  private final Issuer issuer;
  private final TokenVerifier verifier;
  private final Sessions sessions;
  private final Cookies cookies;

  /// How a sign-in begins.
  public sealed interface Started {
    /// @param to where the browser is sent (302)
    /// @param setCookie the value of a Set-Cookie header
    record Redirect(URI to, String setCookie) implements Started {
      @Override
      public String toString() {
        return "Redirect[" + to.getHost() + "]";
      }
    }

    /// The issuer does not answer (503).
    record Unavailable(String why) implements Started {}
  }

  /// How it ends.
  public sealed interface Ended {
    /// @param returnTo a path of this server, where the browser is sent (303)
    /// @param setCookies values of Set-Cookie headers
    record SignedIn(Identity identity, String returnTo, List<String> setCookies) implements Ended {
      @Override
      public String toString() {
        return "SignedIn[" + identity.id() + "]";
      }
    }

    /// Nobody is signed in.
    ///
    /// @param why for the person, without secrets
    /// @param away whether the issuer or the store does not answer (503), else 400
    /// @param setCookies values of Set-Cookie headers
    record Failed(String why, boolean away, List<String> setCookies) implements Ended {}
  }

  SignInFlow(
      SignIn config,
      @Nullable String secret,
      Issuer issuer,
      TokenVerifier verifier,
      Sessions sessions) {
    this.config = config;
    this.secret = secret;
    this.issuer = issuer;
    this.verifier = verifier;
    this.sessions = sessions;
    this.cookies = new Cookies(config.publicUrl());
  }

  /// The name of the cookie whose value [Authenticator] takes.
  public String sessionCookie() {
    return cookies.session();
  }

  /// The name of the cookie whose value [#callback] takes.
  public String loginCookie() {
    return cookies.login();
  }

  /// Begins a sign-in.
  ///
  /// @param returnTo the path to go to afterwards; anything but a path of this server is dropped
  public Started start(@Nullable String returnTo) throws InterruptedException {
    URI endpoint;
    try {
      endpoint = issuer.discovery().authorization();
    } catch (IOException e) {
      return new Started.Unavailable(away(e));
    }
    if (endpoint == null) {
      return new Started.Unavailable(
          "the issuer %s has no authorization endpoint".formatted(config.issuer()));
    }
    var login = LoginState.fresh(returnTo == null ? "/" : returnTo);
    var query =
        new Form()
            .put("response_type", "code")
            .put("client_id", config.clientId())
            .put("redirect_uri", config.callback().toString())
            .put("scope", String.join(" ", config.scopes()))
            .put("state", login.state())
            .put("nonce", login.nonce())
            .put("code_challenge", Secrets.challenge(login.verifier()))
            .put("code_challenge_method", "S256")
            .encoded();
    var to = endpoint + (endpoint.getRawQuery() == null ? "?" : "&") + query;
    return new Started.Redirect(
        URI.create(to), cookies.set(cookies.login(), login.cookie(), PATIENCE));
  }

  /// Ends a sign-in.
  ///
  /// @param params the query that the browser came back with
  /// @param loginCookie the value of the cookie that [#start] set
  /// @param oldSession the value of a session's cookie that the browser has; that session ends
  public Ended callback(
      Map<String, String> params, @Nullable String loginCookie, @Nullable String oldSession)
      throws InterruptedException {
    var login = loginCookie == null ? null : LoginState.parse(loginCookie).orElse(null);
    if (login == null || !Secrets.same(login.state(), params.getOrDefault("state", ""))) {
      return failed("this sign-in was not begun in this browser, or too long ago; begin again");
    }
    var iss = params.get("iss");
    if (iss != null && !iss.equals(issuer.config().issuer().toString())) {
      // RFC 9207: an answer of another issuer, mixed in.
      return failed("the answer comes from another issuer");
    }
    if (params.containsKey("error")) {
      return failed(
          "the issuer %s says: %s"
              .formatted(config.issuer(), Text.clipped(params.getOrDefault("error", ""), 100)));
    }
    var code = params.get("code");
    if (code == null || code.isEmpty()) {
      return failed("the issuer's answer has no code");
    }
    try {
      return finish(login, redeem(code, login), oldSession);
    } catch (IOException e) {
      return new Ended.Failed(away(e), true, cleared());
    } catch (LedgerException e) {
      return new Ended.Failed(
          "the store of sessions does not answer; nobody was signed in", true, cleared());
    }
  }

  /// Ends a session.
  ///
  /// @return values of Set-Cookie headers
  /// @throws LedgerException if the store does not answer; the session goes on
  public List<String> logout(@Nullable String session) {
    if (session != null) {
      sessions.end(session);
    }
    return List.of(cookies.clear(cookies.session()), cookies.clear(cookies.login()));
  }

  /// Whether a request that is recognised by the session's cookie may do what its method says: one
  /// that changes something needs [#CSRF_HEADER], and must not come from another site.
  ///
  /// @param header the value of that header
  /// @param origin the value of the Origin header
  public boolean mayChange(String method, @Nullable String header, @Nullable String origin) {
    if (SAFE.contains(method)) {
      return true;
    }
    return header != null && !header.isBlank() && (origin == null || origin.equals(ownOrigin()));
  }

  private String ownOrigin() {
    var url = config.publicUrl();
    boolean standard =
        url.getPort() < 0
            || (url.getPort() == 443 && "https".equals(url.getScheme()))
            || (url.getPort() == 80 && "http".equals(url.getScheme()));
    return (url.getScheme() + "://" + url.getHost()).toLowerCase(Locale.ROOT)
        + (standard ? "" : ":" + url.getPort());
  }

  /// Exchanges the code for the ID token.
  private String redeem(String code, LoginState login) throws IOException, InterruptedException {
    var discovery = issuer.discovery();
    var endpoint = discovery.token();
    if (endpoint == null) {
      throw new IOException("it has no token endpoint");
    }
    var form =
        new Form()
            .put("grant_type", "authorization_code")
            .put("code", code)
            .put("redirect_uri", config.callback().toString())
            .put("client_id", config.clientId())
            .put("code_verifier", login.verifier());
    String authorization = null;
    if (secret != null && discovery.basicAuth()) {
      authorization = Form.basic(config.clientId(), secret);
    } else if (secret != null) {
      form.put("client_secret", secret);
    }
    var answer = issuer.web().post(endpoint, form.encoded(), authorization);
    try {
      var members = StrictJson.object(answer.body());
      if (answer.status() == 200 && members.get("id_token") instanceof String token) {
        return token;
      }
      throw new IOException(
          "%s answered %d%s"
              .formatted(
                  Web.named(endpoint),
                  answer.status(),
                  members.get("error") instanceof String error
                      ? ", " + Text.clipped(error, 100)
                      : " without an ID token"));
    } catch (JsonException e) {
      throw new IOException(
          "%s answered %d, not in JSON".formatted(Web.named(endpoint), answer.status()), e);
    }
  }

  private Ended finish(LoginState login, String token, @Nullable String oldSession)
      throws InterruptedException {
    return switch (verifier.verifyIdToken(token, issuer, config.clientId())) {
      case TokenVerifier.Result.Refused(var why) -> failed(why);
      case TokenVerifier.Result.Away(var why, var _) -> new Ended.Failed(why, true, cleared());
      case TokenVerifier.Result.Verified(var by, var claims) -> {
        if (!(claims.get("nonce") instanceof String nonce) || !Secrets.same(nonce, login.nonce())) {
          yield failed("the issuer's token belongs to another sign-in (nonce)");
        }
        var party = claims.get("azp");
        if (party != null && !party.equals(config.clientId())) {
          yield failed("the issuer's token was given to another client (azp)");
        }
        yield switch (Mapper.map(by, claims)) {
          case Mapper.Mapped.Unfit(var why) -> failed(why);
          case Mapper.Mapped.Of(var who) ->
              who.kind() == Identity.Kind.PERSON
                  ? signedIn(who, login, oldSession)
                  : failed("the issuer's token stands for a program, not for a person");
        };
      }
    };
  }

  private Ended signedIn(Identity who, LoginState login, @Nullable String oldSession) {
    if (oldSession != null) {
      sessions.end(oldSession);
    }
    String session;
    try {
      session = sessions.begin(config.issuer(), who.claims());
    } catch (InvalidValueException e) {
      return failed("the issuer says too much to keep: " + e.getMessage());
    }
    return new Ended.SignedIn(
        who,
        login.returnTo(),
        List.of(
            cookies.set(cookies.session(), session, Sessions.LENGTH),
            cookies.clear(cookies.login())));
  }

  private Ended failed(String why) {
    return new Ended.Failed(why, false, cleared());
  }

  private List<String> cleared() {
    return List.of(cookies.clear(cookies.login()));
  }

  private String away(IOException e) {
    return "the issuer %s cannot be asked: %s".formatted(config.issuer(), e.getMessage());
  }
}
