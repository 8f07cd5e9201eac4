package io.tagtrail.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.server.config.IdentityConfig;
import io.tagtrail.server.config.IssuerConfig;
import io.tagtrail.server.config.IssuerConfig.Preset;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys that change, and an issuer that does not answer.
final class IssuerOutageTest {
  private final TestClock clock = new TestClock();
  private final TestIssuer issuer = TestIssuer.start(clock);
  private final Desk desk = new Desk(clock, issuer.config("ci", Preset.OIDC));

  @AfterEach
  void stop() {
    desk.close();
    issuer.close();
  }

  @Test
  void keys_are_read_once_for_many_tokens() {
    for (int i = 0; i < 50; i++) {
      desk.known(issuer.token(Map.of("jti", "" + i)));
    }

    assertThat(issuer.jwksRequests()).isEqualTo(1);
    assertThat(issuer.discoveryRequests()).isEqualTo(1);
  }

  @Test
  void keys_rotated_in_flight_are_followed_and_old_tokens_still_hold() {
    var before = issuer.token(Map.of());
    desk.known(before);
    clock.advance(Desk.TIMES.interval());
    issuer.rotate(TestKey.of("key-2", "RS256"));

    desk.known(issuer.token(Map.of()));
    desk.known(before);
    assertThat(issuer.jwksRequests()).isEqualTo(2);
  }

  @Test
  void a_key_that_was_taken_back_is_refused_after_a_quarter_of_an_hour() {
    var old = issuer.key();
    desk.known(issuer.token(Map.of()));
    issuer.rotate(TestKey.of("key-2", "RS256"));
    issuer.retire(old);
    clock.advance(Desk.TIMES.waitAfter());
    var token = old.sign(Map.of("alg", "RS256", "kid", old.kid()), claims());

    assertThat(desk.rejected(token)).contains("does not have");
  }

  @Test
  void a_flood_of_unknown_keys_makes_few_requests_and_good_tokens_pass() throws Exception {
    desk.known(issuer.token(Map.of()));
    clock.advance(Desk.TIMES.interval());
    issuer.slow(Duration.ofMillis(50));
    var forger = TestKey.of("forged", "RS256");
    var forged = new ArrayList<String>();
    for (int i = 0; i < 8; i++) {
      forged.add(forger.sign(Map.of("alg", "RS256", "kid", "forged-" + i), claims()));
    }
    var good = issuer.token(Map.of());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<Callable<Authentication>>();
      for (int i = 0; i < 500; i++) {
        var token = i % 10 == 0 ? good : forged.get(i % forged.size());
        asked.add(() -> desk.ask(token));
      }
      int known = 0;
      for (var answer : threads.invokeAll(asked)) {
        known += answer.get() instanceof Authentication.Known ? 1 : 0;
      }
      assertThat(known).isEqualTo(50);
    }

    // One for the first good token, one for all the unknown keys within an interval.
    assertThat(issuer.jwksRequests()).isEqualTo(2);
    clock.advance(Desk.TIMES.interval());
    assertThat(desk.rejected(forged.getFirst())).contains("does not have: 'forged-0'");
    assertThat(issuer.jwksRequests()).isEqualTo(3);
  }

  @Test
  void the_first_keys_are_read_once_for_all_who_wait() throws Exception {
    issuer.slow(Duration.ofMillis(100));
    var token = issuer.token(Map.of());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = new ArrayList<Callable<Authentication>>();
      for (int i = 0; i < 200; i++) {
        asked.add(() -> desk.ask(token));
      }
      for (var answer : threads.invokeAll(asked)) {
        assertThat(answer.get()).isInstanceOf(Authentication.Known.class);
      }
    }

    assertThat(issuer.jwksRequests()).isEqualTo(1);
  }

  @Test
  void a_reading_under_way_is_waited_for_however_long_ago_it_began() throws Exception {
    issuer.slow(Duration.ofMillis(300));
    var token = issuer.token(Map.of());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = threads.submit(() -> desk.ask(token));
      while (issuer.discoveryRequests() == 0) {
        Thread.onSpinWait();
      }
      clock.advance(Desk.TIMES.interval());
      assertThat(desk.ask(token)).isInstanceOf(Authentication.Known.class);
      assertThat(first.get()).isInstanceOf(Authentication.Known.class);
    }

    assertThat(issuer.discoveryRequests()).isEqualTo(1);
    assertThat(issuer.jwksRequests()).isEqualTo(1);
  }

  @Test
  void an_issuer_that_was_never_reached_lets_nobody_in_and_nobody_is_called_a_forger() {
    issuer.down(true);

    var answer = desk.unavailable(issuer.token(Map.of()));

    assertThat(answer.why()).contains("the issuer ci cannot be asked for its keys");
    assertThat(answer.retryAfter()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(10));
    // Not asked again before the interval is over. (The HTTP client itself sends a GET again.)
    int asked = issuer.discoveryRequests();
    desk.unavailable(issuer.token(Map.of()));
    assertThat(issuer.discoveryRequests()).isEqualTo(asked);

    issuer.down(false);
    clock.advance(Desk.TIMES.interval());
    desk.known(issuer.token(Map.of()));
  }

  @Test
  void keys_outlast_an_outage_up_to_a_bound() {
    desk.known(issuer.token(Map.of()));
    issuer.down(true);

    clock.advance(Desk.TIMES.keep().minusSeconds(1));
    desk.known(issuer.token(Map.of()));
    clock.advance(Duration.ofSeconds(1));
    desk.unavailable(issuer.token(Map.of()));
  }

  @Test
  void during_an_outage_not_every_request_waits_for_the_issuer() {
    var times =
        new IssuerTimes(
            Duration.ofMinutes(2),
            Desk.TIMES.refreshAfter(),
            Desk.TIMES.waitAfter(),
            Desk.TIMES.keep(),
            Desk.TIMES.interval());
    try (var patient =
        new Desk(
            clock,
            times,
            new IdentityConfig(List.of(issuer.config("ci", Preset.OIDC)), null, false))) {
      patient.known(issuer.token(Map.of()));
      clock.advance(Desk.TIMES.waitAfter());
      issuer.down(true);
      patient.known(issuer.token(Map.of()));
      issuer.down(false);
      issuer.slow(Duration.ofMinutes(2));
      clock.advance(Desk.TIMES.interval());
      long start = System.nanoTime();

      patient.known(issuer.token(Map.of()));
      patient.known(issuer.token(Map.of()));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMinutes(1));
    }
  }

  @Test
  void during_an_outage_an_unknown_key_is_not_judged() {
    desk.known(issuer.token(Map.of()));
    issuer.down(true);
    clock.advance(Desk.TIMES.interval());
    issuer.signWith(TestKey.of("key-2", "RS256"));

    desk.unavailable(issuer.token(Map.of()));
  }

  @Test
  void an_expired_token_is_expired_whatever_the_issuer_does() {
    issuer.down(true);

    assertThat(desk.rejected(issuer.token(Map.of("exp", 1_000L)))).contains("expired");
    assertThat(issuer.discoveryRequests()).isZero();
  }

  @Test
  void a_slow_issuer_costs_a_bounded_time() {
    var times =
        new IssuerTimes(
            Duration.ofMillis(200),
            Desk.TIMES.refreshAfter(),
            Desk.TIMES.waitAfter(),
            Desk.TIMES.keep(),
            Desk.TIMES.interval());
    try (var hasty =
        new Desk(
            clock,
            times,
            new IdentityConfig(List.of(issuer.config("ci", Preset.OIDC)), null, false))) {
      issuer.slow(Duration.ofSeconds(20));
      long start = System.nanoTime();

      assertThat(hasty.unavailable(issuer.token(Map.of())).why()).contains("did not answer");
      // Far less than the issuer takes; wide, for a busy machine.
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
    }
  }

  @Test
  void a_huge_answer_is_not_read_to_its_end() {
    issuer.jwksBody(new byte[Web.MAX_BODY + 1]);

    desk.unavailable(issuer.token(Map.of()));
  }

  @Test
  void broken_keys_let_nobody_in() {
    for (var body :
        List.of(
            "", "{}", "<html>", "{\"keys\":[]}", "{\"keys\":{}}", "{\"keys\":[],\"keys\":[]}")) {
      issuer.jwksBody(body.getBytes(StandardCharsets.UTF_8));
      assertThat(desk.unavailable(issuer.token(Map.of())).why()).as(body).contains("unusable");
      clock.advance(Desk.TIMES.interval());
    }
    issuer.jwksBody(null);
    desk.known(issuer.token(Map.of()));
  }

  @Test
  void discovery_must_be_of_the_issuer_itself() {
    issuer.claimIssuer("https://other.example");
    assertThat(desk.unavailable(issuer.token(Map.of())).why())
        .contains("it says that it is of the issuer 'https://other.example'");

    clock.advance(Desk.TIMES.interval());
    issuer.claimIssuer(null);
    issuer.claimJwks("http://keys.example/jwks");
    assertThat(desk.unavailable(issuer.token(Map.of())).why()).contains("not at an https address");

    clock.advance(Desk.TIMES.interval());
    issuer.claimJwks("file:///etc/passwd");
    assertThat(desk.unavailable(issuer.token(Map.of())).why()).contains("not at an https address");
  }

  @Test
  void configured_keys_need_no_discovery() {
    try (var direct = new Desk(clock, withKeys(URI.create(issuer.uri() + "/jwks")))) {
      direct.known(issuer.token(Map.of()));
    }

    assertThat(issuer.discoveryRequests()).isZero();
  }

  @Test
  void keys_can_be_a_file_for_an_issuer_that_nobody_reaches(@TempDir Path folder) throws Exception {
    var file = folder.resolve("jwks.json");
    Files.writeString(file, StrictJson.write(Map.of("keys", List.of(issuer.key().jwk()))));
    issuer.down(true);
    try (var offline = new Desk(clock, withKeys(file.toUri()))) {
      offline.known(issuer.token(Map.of()));
      Files.delete(file);
      clock.advance(Desk.TIMES.keep());
      assertThat(offline.unavailable(issuer.token(Map.of())).why())
          .contains("jwks.json cannot be read (NoSuchFileException)");
    }
    try (var nonsense = new Desk(clock, withKeys(URI.create("file:keys.json")))) {
      assertThat(nonsense.unavailable(issuer.token(Map.of())).why()).contains("cannot be read");
    }
  }

  private IssuerConfig withKeys(@Nullable URI jwks) {
    var good = issuer.config("ci", Preset.OIDC);
    return new IssuerConfig(
        good.name(),
        good.issuer(),
        good.audiences(),
        good.preset(),
        good.algorithms(),
        good.skew(),
        jwks,
        null,
        Map.of(),
        false,
        null);
  }

  private String claims() {
    return StrictJson.write(issuer.claims(Map.of()));
  }
}
