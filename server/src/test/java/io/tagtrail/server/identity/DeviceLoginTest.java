package io.tagtrail.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.config.IssuerConfig;
import io.tagtrail.server.config.IssuerConfig.Preset;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class DeviceLoginTest {
  private final TestClock clock = new TestClock();
  private final TestIssuer issuer = TestIssuer.start(clock);
  private final DeviceLogin login =
      new DeviceLogin(
          issuer.uri(), TestGrants.CLIENT, List.of("openid", "offline_access"), null, clock);
  private final List<Duration> slept = new ArrayList<>();

  @AfterEach
  void stop() {
    login.close();
    issuer.close();
  }

  @Test
  void the_person_confirms_elsewhere_and_the_server_believes_the_token() throws Exception {
    issuer.grants().deviceAnswers("authorization_pending", "slow_down", "authorization_pending");
    var waiting = login.start();
    assertThat(waiting.userCode()).isEqualTo("WDJB-MJHT");
    assertThat(waiting.verification()).isEqualTo(URI.create(issuer.uri() + "/activate"));
    assertThat(waiting.expires()).isEqualTo(TestClock.START.plusSeconds(600));
    assertThat(waiting.toString()).doesNotContain(waiting.deviceCode());

    var polled = login.await(waiting, this::sleep);

    assertThat(polled).isInstanceOf(DeviceLogin.Polled.Granted.class);
    var tokens = ((DeviceLogin.Polled.Granted) polled).tokens();
    assertThat(slept)
        .containsExactly(
            Duration.ofSeconds(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(10));
    assertThat(tokens.toString()).doesNotContain(tokens.bearer());
    try (var desk = new Desk(clock, forClient())) {
      assertThat(desk.known(tokens.bearer()).person()).isEqualTo("ada@acme.example");
    }
  }

  @Test
  void a_no_and_a_late_answer_end_it() throws Exception {
    var waiting = login.start();
    issuer.grants().deviceAnswers("access_denied");
    assertThat(login.await(waiting, this::sleep)).isInstanceOf(DeviceLogin.Polled.Denied.class);
    issuer.grants().deviceAnswers("expired_token");
    assertThat(login.await(waiting, this::sleep)).isInstanceOf(DeviceLogin.Polled.Expired.class);
    issuer.grants().deviceAnswers("invalid_client\u202e");
    assertThat(login.await(waiting, this::sleep)).isInstanceOf(DeviceLogin.Polled.Refused.class);
  }

  @Test
  void nobody_is_asked_for_ever() throws Exception {
    var never = new String[10_000];
    java.util.Arrays.fill(never, "authorization_pending");
    issuer.grants().deviceAnswers(never);

    assertThat(login.await(login.start(), this::sleep))
        .isInstanceOf(DeviceLogin.Polled.Expired.class);
    assertThat(slept).hasSize(120);
  }

  @Test
  void an_issuer_that_is_away_for_a_while_is_asked_again() throws Exception {
    var waiting = login.start();
    issuer.down(true);

    var polled =
        login.await(
            waiting,
            time -> {
              sleep(time);
              issuer.down(slept.size() < 3);
            });

    assertThat(polled).isInstanceOf(DeviceLogin.Polled.Granted.class);
    assertThat(slept)
        .containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(15));
  }

  @Test
  void a_refresh_token_brings_a_new_one_until_it_is_revoked() throws Exception {
    var first = ((DeviceLogin.Polled.Granted) login.await(login.start(), this::sleep)).tokens();
    var refresh = String.valueOf(first.refresh());

    var second = ((DeviceLogin.Polled.Granted) login.refresh(refresh)).tokens();
    assertThat(second.refresh()).isNotEqualTo(refresh);
    assertThat(login.refresh(refresh)).isInstanceOf(DeviceLogin.Polled.Expired.class);
    issuer.grants().revokeRefreshToken();
    assertThat(login.refresh(String.valueOf(second.refresh())))
        .isInstanceOf(DeviceLogin.Polled.Expired.class);
  }

  @Test
  void an_issuer_is_spoken_to_safely_or_not_at_all() {
    for (var uri : List.of("http://idp.acme.example", "ftp://idp", "https://me:pw@idp.example")) {
      assertThatThrownBy(() -> new DeviceLogin(URI.create(uri), "c", List.of(), null, clock))
          .isInstanceOf(InvalidValueException.class)
          .hasMessageNotContaining("pw");
    }
  }

  @Test
  void an_issuer_that_is_away_is_said() {
    issuer.down(true);

    assertThatThrownBy(login::start)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("did not answer");
  }

  private IssuerConfig forClient() {
    var config = issuer.config("acme", Preset.OIDC, true, null, Map.of());
    return new IssuerConfig(
        config.name(),
        config.issuer(),
        List.of(TestGrants.CLIENT),
        config.preset(),
        config.algorithms(),
        config.skew(),
        null,
        null,
        Map.of(),
        true,
        null);
  }

  private void sleep(Duration time) {
    slept.add(time);
    clock.advance(time);
  }
}
