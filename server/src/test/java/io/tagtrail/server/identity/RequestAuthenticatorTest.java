package io.tagtrail.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.server.config.IdentityConfig;
import io.tagtrail.server.config.IssuerConfig.Preset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RequestAuthenticatorTest {
  private final TestClock clock = new TestClock();
  private final TestIssuer issuer = TestIssuer.start(clock);
  private final Desk desk = new Desk(clock, issuer.config("ci", Preset.OIDC));

  @AfterEach
  void stop() {
    desk.close();
    issuer.close();
  }

  @Test
  void without_credentials_somebody_is_anonymous() {
    assertThat(desk.identities.authenticator().authenticate(null, null))
        .isInstanceOf(Authentication.Anonymous.class);
  }

  @Test
  void the_word_bearer_is_compared_without_case() {
    var token = issuer.token(Map.of());
    for (var word : List.of("Bearer ", "bearer ", "BEARER  ")) {
      assertThat(desk.identities.authenticator().authenticate(word + token, null))
          .isInstanceOf(Authentication.Known.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer a b",
        "Bearer a, Bearer b",
        "Bearer\ta",
        " Bearer a",
        "Token a",
        "Bearer a\n",
        "Bearer ä"
      })
  void another_header_is_rejected_and_never_quoted(String header) {
    var answer = desk.identities.authenticator().authenticate(header, null);

    assertThat(answer).isInstanceOf(Authentication.Rejected.class);
    assertThat(((Authentication.Rejected) answer).why()).doesNotContain("YTpi");
  }

  @Test
  void a_header_of_megabytes_is_rejected() {
    assertThat(
            desk.identities.authenticator().authenticate("Bearer " + "a".repeat(5_000_000), null))
        .isInstanceOf(Authentication.Rejected.class);
  }

  @Test
  void where_nobody_is_trusted_nobody_is_known() {
    try (var closed = new Desk(clock, Desk.TIMES, IdentityConfig.NONE)) {
      assertThat(closed.rejected(issuer.token(Map.of()))).contains("not configured");
      assertThat(closed.identities.authenticator().authenticate(null, "ts_x"))
          .isInstanceOf(Authentication.Rejected.class);
      assertThat(closed.identities.signIn()).isEmpty();
      assertThat(closed.identities.login()).isEmpty();
    }
  }

  @Test
  void a_thread_that_is_interrupted_lets_nobody_in() {
    Thread.currentThread().interrupt();

    var answer = desk.ask(issuer.token(Map.of()));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(answer).isInstanceOf(Authentication.Unavailable.class);
  }
}
