package io.tagtrail.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.server.config.IdentityConfig;
import io.tagtrail.server.config.IssuerConfig;
import io.tagtrail.store.InMemoryTokenStore;
import io.tagtrail.store.TokenStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// The server's end of identity, with short patience and a clock that the test moves.
final class Desk implements AutoCloseable {
  static final IssuerTimes TIMES =
      new IssuerTimes(
          Duration.ofSeconds(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofHours(6),
          Duration.ofSeconds(5));

  final TestClock clock;
  final TokenStore store = new InMemoryTokenStore();
  final Identities identities;

  Desk(TestClock clock, IssuerConfig... issuers) {
    this(clock, TIMES, new IdentityConfig(List.of(issuers), null, true));
  }

  Desk(TestClock clock, IssuerTimes times, IdentityConfig config) {
    this.clock = clock;
    this.identities =
        Identities.open(config, store, clock, times, clock::nanos, Map.of("SECRET", "s3cr3t"));
  }

  Authentication ask(String token) {
    return identities.authenticator().authenticate("Bearer " + token, null);
  }

  Identity known(String token) {
    var answer = ask(token);
    assertThat(answer).isInstanceOf(Authentication.Known.class);
    return ((Authentication.Known) answer).identity();
  }

  /// Why a token was rejected; never with the token in it.
  String rejected(String token) {
    var answer = ask(token);
    assertThat(answer).isInstanceOf(Authentication.Rejected.class);
    var why = ((Authentication.Rejected) answer).why();
    for (var part : token.split("\\.", -1)) {
      if (part.length() > 8) {
        assertThat(why).doesNotContain(part);
      }
    }
    return why;
  }

  Authentication.Unavailable unavailable(String token) {
    var answer = ask(token);
    assertThat(answer).isInstanceOf(Authentication.Unavailable.class);
    return (Authentication.Unavailable) answer;
  }

  @Override
  public void close() {
    identities.close();
  }
}
