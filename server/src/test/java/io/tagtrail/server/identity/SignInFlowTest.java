package io.tagtrail.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.server.config.IdentityConfig;
import io.tagtrail.server.config.IssuerConfig;
import io.tagtrail.server.config.IssuerConfig.Preset;
import io.tagtrail.server.config.SignIn;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SignInFlowTest {
  private static final URI PUBLIC = URI.create("https://tagtrail.acme.example");

  private final TestClock clock = new TestClock();
  private final TestIssuer issuer = TestIssuer.start(clock);
  private final HttpClient browser =
      HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();
  private final Desk desk = desk(PUBLIC, true);
  private final SignInFlow flow = desk.identities.signIn().orElseThrow();

  @BeforeEach
  void register() {
    issuer.grants().client("s3cr3t", URI.create(PUBLIC + "/auth/callback"));
  }

  @AfterEach
  void stop() {
    desk.close();
    browser.close();
    issuer.close();
  }

  @Test
  void a_person_signs_in_and_is_known_by_the_cookie() throws Exception {
    var begun = begin(flow, "/apps/shop?env=prod");
    var ended = flow.callback(begun.answer(), begun.cookie(), null);

    assertThat(ended).isInstanceOf(SignInFlow.Ended.SignedIn.class);
    var signedIn = (SignInFlow.Ended.SignedIn) ended;
    assertThat(signedIn.returnTo()).isEqualTo("/apps/shop?env=prod");
    assertThat(signedIn.identity().person()).isEqualTo("ada@acme.example");
    assertThat(signedIn.setCookies().getFirst())
        .startsWith("__Host-tagtrail-session=ts_")
        .endsWith("; Path=/; Max-Age=28800; HttpOnly; SameSite=Lax; Secure");
    assertThat(signedIn.setCookies().get(1))
        .startsWith("__Host-tagtrail-login=; Path=/; Max-Age=0");

    var who = who(value(signedIn.setCookies().getFirst()));
    assertThat(who.kind()).isEqualTo(Identity.Kind.PERSON);
    assertThat(who.linked()).isTrue();
    assertThat(who.person()).isEqualTo("ada@acme.example");
    assertThat(who.expires()).isEqualTo(TestClock.START.plus(Sessions.LENGTH));
    // The store has neither the secret nor the issuer's token.
    assertThat(desk.store.list().toString())
        .doesNotContain(value(signedIn.setCookies().getFirst()))
        .doesNotContain("eyJ");
  }

  @Test
  void the_request_to_the_issuer_holds_what_protects_it() throws Exception {
    var started = (SignInFlow.Started.Redirect) flow.start("/");
    var query = TestGrants.params(started.to().getRawQuery());

    assertThat(query)
        .containsEntry("response_type", "code")
        .containsEntry("redirect_uri", PUBLIC + "/auth/callback")
        .containsEntry("scope", "openid email")
        .containsEntry("code_challenge_method", "S256");
    var login = LoginState.parse(value(started.setCookie())).orElseThrow();
    assertThat(query.get("code_challenge"))
        .isEqualTo(Secrets.challenge(login.verifier()))
        .isNotEqualTo(login.verifier());
    assertThat(started.to().toString()).doesNotContain(login.verifier());
    assertThat(started.toString()).doesNotContain(login.state());
    assertThat(login.toString()).doesNotContain(login.verifier());
  }

  @Test
  void an_answer_that_this_browser_did_not_ask_for_signs_nobody_in() throws Exception {
    var mine = begin(flow, "/");
    var mallorys = begin(flow, "/");

    assertThat(failed(flow.callback(mallorys.answer(), mine.cookie(), null)))
        .contains("not begun in this browser");
    assertThat(failed(flow.callback(mine.answer(), null, null))).contains("not begun");
    assertThat(failed(flow.callback(mine.answer(), "junk", null))).contains("not begun");
    assertThat(failed(flow.callback(Map.of(), mine.cookie(), null))).contains("not begun");
    var withoutState = new HashMap<>(mine.answer());
    withoutState.put("state", "");
    assertThat(failed(flow.callback(withoutState, mine.cookie(), null))).contains("not begun");
    assertThat(desk.store.list()).isEmpty();
  }

  @Test
  void a_code_counts_once() throws Exception {
    var begun = begin(flow, "/");
    flow.callback(begun.answer(), begun.cookie(), null);
    var again = flow.callback(begun.answer(), begun.cookie(), null);

    assertThat(again).isInstanceOf(SignInFlow.Ended.Failed.class);
    assertThat(desk.store.list()).hasSize(1);
  }

  @Test
  void a_stolen_code_is_useless_without_the_verifier() throws Exception {
    var victim = begin(flow, "/");
    var mine = begin(flow, "/");
    var stolen = new HashMap<>(mine.answer());
    stolen.put("code", Objects.requireNonNull(victim.answer().get("code")));

    assertThat(failed(flow.callback(stolen, mine.cookie(), null))).contains("invalid_grant");
  }

  @Test
  void a_token_of_another_sign_in_client_or_issuer_is_refused() throws Exception {
    var distortions =
        Map.<String, Map<String, Object>>of(
            "(nonce)", Map.of("nonce", "another"),
            "another audience", Map.of("aud", "another-client"),
            "(azp)", Map.of("azp", "another-client"),
            "another issuer", Map.of("iss", "https://other.example"),
            "expired", Map.of("exp", 1_000L),
            "program", Map.of("idtyp", "app"));
    for (var each : distortions.entrySet()) {
      issuer.grants().distort(each.getValue());
      var begun = begin(flow, "/");
      assertThat(failed(flow.callback(begun.answer(), begun.cookie(), null)))
          .contains(each.getKey());
    }
    issuer.grants().distort(Map.of());
    issuer.signWith(TestKey.of("key-1", "RS256"));
    var begun = begin(flow, "/");
    assertThat(failed(flow.callback(begun.answer(), begun.cookie(), null)))
        .contains("signature does not hold");
    assertThat(desk.store.list()).isEmpty();
  }

  @Test
  void an_answer_that_names_another_issuer_is_a_mix_up() throws Exception {
    var begun = begin(flow, "/");
    var mixed = new HashMap<>(begun.answer());
    mixed.put("iss", "https://other.example");

    assertThat(failed(flow.callback(mixed, begun.cookie(), null))).contains("another issuer");
  }

  @Test
  void a_refusal_of_the_issuer_is_told_without_its_markup() throws Exception {
    var begun = begin(flow, "/");
    var state = Objects.requireNonNull(begun.answer().get("state"));

    var why =
        failed(
            flow.callback(
                Map.of("state", state, "error", "access_denied\u202e\n"), begun.cookie(), null));
    assertThat(why).contains("access_denied").doesNotContain("\n").doesNotContain("\u202e");
    assertThat(failed(flow.callback(Map.of("state", state), begun.cookie(), null)))
        .contains("no code");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "evil",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=y",
        "",
        "/ä",
        "/auth/logout",
        "/auth/login?x",
        "/a b",
        "http:evil"
      })
  void nobody_is_sent_elsewhere_afterwards(String returnTo) throws Exception {
    var begun = begin(flow, returnTo);
    var ended = (SignInFlow.Ended.SignedIn) flow.callback(begun.answer(), begun.cookie(), null);

    assertThat(ended.returnTo()).isEqualTo("/");
  }

  @Test
  void a_way_back_that_was_put_into_the_cookie_stays_on_this_server_too() {
    var good = LoginState.fresh("/x").cookie();
    var forged =
        good.substring(0, good.lastIndexOf('.') + 1)
            + TestKey.base64("//evil.example".getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(LoginState.parse(forged).orElseThrow().returnTo()).isEqualTo("/");
    assertThat(LoginState.parse(good).orElseThrow().returnTo()).isEqualTo("/x");
  }

  @Test
  void a_session_is_new_at_each_sign_in_and_the_old_one_ends() throws Exception {
    var first = begin(flow, "/");
    var one = session(flow.callback(first.answer(), first.cookie(), "ts_planted"));
    var second = begin(flow, "/");
    var two = session(flow.callback(second.answer(), second.cookie(), one));

    assertThat(two).isNotEqualTo(one);
    assertThat(ask(one)).isInstanceOf(Authentication.Rejected.class);
    assertThat(ask("ts_planted")).isInstanceOf(Authentication.Rejected.class);
    assertThat(ask(two)).isInstanceOf(Authentication.Known.class);
  }

  @Test
  void a_session_ends_by_logout_and_by_time() throws Exception {
    var begun = begin(flow, "/");
    var one = session(flow.callback(begun.answer(), begun.cookie(), null));
    assertThat(flow.logout(one)).allMatch(cookie -> cookie.contains("Max-Age=0"));
    assertThat(ask(one)).isInstanceOf(Authentication.Rejected.class);

    var again = begin(flow, "/");
    var two = session(flow.callback(again.answer(), again.cookie(), null));
    clock.advance(Sessions.LENGTH.minusMillis(1));
    assertThat(ask(two)).isInstanceOf(Authentication.Known.class);
    clock.advance(Duration.ofMillis(1));
    assertThat(ask(two)).isInstanceOf(Authentication.Rejected.class);
    assertThat(flow.logout(null)).hasSize(2);
  }

  @Test
  void a_session_does_not_outlive_the_trust_in_its_issuer() throws Exception {
    var begun = begin(flow, "/");
    var secret = session(flow.callback(begun.answer(), begun.cookie(), null));
    var other = issuer.config("acme", Preset.OIDC, true, null, Map.of());
    var moved =
        new IssuerConfig(
            "acme",
            URI.create("https://new.acme.example"),
            other.audiences(),
            other.preset(),
            other.algorithms(),
            other.skew(),
            null,
            null,
            Map.of(),
            true,
            null);
    for (var issuers : List.of(List.<IssuerConfig>of(), List.of(moved))) {
      var sessions = new Sessions(new IdentityConfig(issuers, null, false), desk.store, clock);
      assertThat(sessions.authenticate(secret)).isInstanceOf(Authentication.Rejected.class);
    }
  }

  @Test
  void a_header_is_believed_before_a_cookie() throws Exception {
    var begun = begin(flow, "/");
    var secret = session(flow.callback(begun.answer(), begun.cookie(), null));

    assertThat(desk.identities.authenticator().authenticate("Bearer junk", secret))
        .isInstanceOf(Authentication.Rejected.class);
  }

  @Test
  void what_changes_something_by_cookie_needs_a_header_that_other_sites_cannot_set() {
    assertThat(flow.mayChange("GET", null, "https://evil.example")).isTrue();
    for (var method : List.of("POST", "PUT", "PATCH", "DELETE", "get", "")) {
      assertThat(flow.mayChange(method, null, null)).isFalse();
      assertThat(flow.mayChange(method, " ", PUBLIC.toString())).isFalse();
      assertThat(flow.mayChange(method, "1", null)).isTrue();
      assertThat(flow.mayChange(method, "1", PUBLIC.toString())).isTrue();
      assertThat(flow.mayChange(method, "1", "https://evil.example")).isFalse();
      assertThat(flow.mayChange(method, "1", "null")).isFalse();
      assertThat(flow.mayChange(method, "1", PUBLIC + ":8443")).isFalse();
    }
  }

  @Test
  void an_issuer_that_is_away_is_said_and_nobody_signed_in() throws Exception {
    var begun = begin(flow, "/");
    issuer.down(true);
    var ended = (SignInFlow.Ended.Failed) flow.callback(begun.answer(), begun.cookie(), null);

    assertThat(ended.away()).isTrue();
    assertThat(ended.why()).contains("acme cannot be asked").doesNotContain("code-");
    try (var cold = desk(PUBLIC, true)) {
      assertThat(cold.identities.signIn().orElseThrow().start("/"))
          .isInstanceOf(SignInFlow.Started.Unavailable.class);
    }
  }

  @Test
  void on_loopback_by_http_the_cookies_do_without_tls() throws Exception {
    var here = URI.create("http://localhost:7117");
    issuer.grants().client(null, URI.create(here + "/auth/callback"));
    try (var local = desk(here, false)) {
      var localFlow = local.identities.signIn().orElseThrow();
      var begun = begin(localFlow, "/");
      var ended =
          (SignInFlow.Ended.SignedIn) localFlow.callback(begun.answer(), begun.cookie(), null);

      assertThat(localFlow.sessionCookie()).isEqualTo("tagtrail-session");
      assertThat(ended.setCookies().getFirst())
          .startsWith("tagtrail-session=ts_")
          .doesNotContain("Secure");
      assertThat(localFlow.mayChange("POST", "1", "http://localhost:7117")).isTrue();
    }
    assertThatThrownBy(() ->
            new SignIn("acme", "c", null, List.of(), URI.create("http://tagtrail.acme.example")))
        .hasMessageContaining("https");
  }

  @Test
  void claims_with_odd_characters_are_kept_whole() throws Exception {
    issuer
        .grants()
        .person(Map.of("sub", "7", "name", "Zoë 👩\u200d💻 \u007f\u0001", "n", 1.5, "ok", true));
    var begun = begin(flow, "/");
    var who = who(session(flow.callback(begun.answer(), begun.cookie(), null)));

    assertThat(who.claims())
        .containsEntry("name", "Zoë 👩\u200d💻 \u007f\u0001")
        .containsEntry("n", 1.5)
        .containsEntry("ok", true);
  }

  @Test
  void a_secret_that_is_not_there_is_said_at_the_start() {
    var config = config(PUBLIC, true);
    assertThatThrownBy(() -> Identities.open(config, desk.store, clock, Map.of()))
        .hasMessageContaining("environment variable SECRET");
  }

  @Test
  void the_command_line_learns_where_to_sign_in() {
    assertThat(desk.identities.login())
        .contains(
            new Identities.Login(issuer.uri(), TestGrants.CLIENT, List.of("openid", "email")));
  }

  private record Begun(Map<String, String> answer, String cookie) {}

  /// Goes to the issuer as a browser does.
  private Begun begin(SignInFlow by, String returnTo) throws Exception {
    var started = (SignInFlow.Started.Redirect) by.start(returnTo);
    var answer =
        browser.send(
            HttpRequest.newBuilder(started.to()).build(), HttpResponse.BodyHandlers.discarding());
    assertThat(answer.statusCode()).isEqualTo(302);
    var back = URI.create(answer.headers().firstValue("Location").orElseThrow());
    return new Begun(TestGrants.params(back.getRawQuery()), value(started.setCookie()));
  }

  private static String value(String setCookie) {
    return setCookie.substring(setCookie.indexOf('=') + 1, setCookie.indexOf(';'));
  }

  private static String session(SignInFlow.Ended ended) {
    assertThat(ended).isInstanceOf(SignInFlow.Ended.SignedIn.class);
    return value(((SignInFlow.Ended.SignedIn) ended).setCookies().getFirst());
  }

  private static String failed(SignInFlow.Ended ended) {
    assertThat(ended).isInstanceOf(SignInFlow.Ended.Failed.class);
    return ((SignInFlow.Ended.Failed) ended).why();
  }

  private Identity who(String secret) {
    var answer = ask(secret);
    assertThat(answer).isInstanceOf(Authentication.Known.class);
    return ((Authentication.Known) answer).identity();
  }

  private Authentication ask(String session) {
    return desk.identities.authenticator().authenticate(null, session);
  }

  private Desk desk(URI publicUrl, boolean secret) {
    return new Desk(clock, Desk.TIMES, config(publicUrl, secret));
  }

  private IdentityConfig config(URI publicUrl, boolean secret) {
    return new IdentityConfig(
        List.of(issuer.config("acme", Preset.OIDC, true, "groups", Map.of())),
        new SignIn(
            "acme", TestGrants.CLIENT, secret ? "SECRET" : null, List.of("email"), publicUrl),
        true);
  }
}
