package io.tagtrail.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.config.IdentityConfig;
import io.tagtrail.server.config.IssuerConfig;
import io.tagtrail.server.config.IssuerConfig.Preset;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Everything about identity that strangers write: the Authorization header and cookies of a
/// request, signed claims, and the documents of an issuer. The first byte says which.
final class BearerFuzz {
  private static final String ISSUER = "https://issuer.example";
  private static final TestKey KEY = TestKey.of("key", "EdDSA");
  private static final TestClock CLOCK = new TestClock();
  private static final Desk DESK = desk();
  private static final int MAX_WHY = 2_000;

  @FuzzTest
  void whatever_is_sent_nobody_gets_in_by_chance(byte[] bytes) throws Exception {
    if (bytes.length == 0) {
      return;
    }
    var rest = Arrays.copyOfRange(bytes, 1, bytes.length);
    var text = new String(rest, StandardCharsets.UTF_8);
    switch (bytes[0] % 8) {
      case 0 -> unknown(DESK.identities.authenticator().authenticate(text, null));
      case 1 -> unknown(DESK.ask(text));
      case 2 -> unknown(DESK.identities.authenticator().authenticate(null, text));
      case 3 -> claims(text);
      case 4 -> header(text);
      case 5 -> read(() -> PublicKeys.parse(rest));
      case 6 -> read(() -> Discovery.parse(URI.create(ISSUER), rest));
      default -> {
        LoginState.parse(text).ifPresent(login -> assertThat(login.returnTo()).startsWith("/"));
        assertThat(LoginState.inside(text)).startsWith("/").doesNotStartWith("//");
        read(() -> SavedLogin.parse(rest));
      }
    }
  }

  /// Nobody but the issuer can sign.
  private static void unknown(Authentication answer) {
    assertThat(answer).isNotInstanceOf(Authentication.Known.class);
    explained(answer);
  }

  /// Claims that the issuer signed, whatever they are, make an identity that an event can hold, or
  /// none.
  private static void claims(String claims) {
    explained(DESK.ask(KEY.sign(Map.of("alg", "EdDSA", "kid", "key"), claims)));
  }

  /// A header that is well signed counts only with the one algorithm and the one key.
  private static void header(String header) {
    var claims =
        "{\"iss\":\"%s\",\"aud\":\"us\",\"sub\":\"me\",\"iat\":%d,\"exp\":%d}"
            .formatted(
                ISSUER, CLOCK.instant().getEpochSecond(), CLOCK.instant().getEpochSecond() + 60);
    var answer = DESK.ask(KEY.signRaw(header, claims));
    if (answer instanceof Authentication.Known) {
      var members = StrictJson.object(header.getBytes(StandardCharsets.UTF_8));
      assertThat(members.get("alg")).isEqualTo("EdDSA");
      assertThat(members.get("kid")).isIn(null, "key");
      assertThat(members).doesNotContainKeys("jwk", "jku", "x5u", "x5c", "crit", "b64", "zip");
    }
    explained(answer);
  }

  private static void explained(Authentication answer) {
    var why =
        switch (answer) {
          case Authentication.Rejected(var reason) -> reason;
          case Authentication.Unavailable(var reason, var _) -> reason;
          case Authentication.Known _, Authentication.Anonymous _ -> "fine";
        };
    assertThat(why).isNotBlank().hasSizeLessThan(MAX_WHY);
    assertThat(Text.printable(why)).isEqualTo(why);
  }

  private interface Reading {
    Object read() throws IOException;
  }

  private static void read(Reading reading) {
    try {
      assertThat(reading.read()).isNotNull();
    } catch (JsonException | IOException e) {
      assertThat(String.valueOf(e.getMessage())).isNotBlank().hasSizeLessThan(MAX_WHY);
    }
  }

  private static Desk desk() {
    try {
      Path keys = Files.createTempFile("jwks", ".json");
      keys.toFile().deleteOnExit();
      Files.writeString(keys, StrictJson.write(Map.of("keys", List.of(KEY.jwk()))));
      var issuer =
          new IssuerConfig(
              "fuzz",
              URI.create(ISSUER),
              List.of("us"),
              Preset.GITHUB,
              Set.of("EdDSA"),
              IssuerConfig.DEFAULT_SKEW,
              keys.toUri(),
              null,
              Map.of("pipeline.url", "{url}", "source.repository", "{a/b/c}"),
              false,
              "groups");
      return new Desk(CLOCK, Desk.TIMES, new IdentityConfig(List.of(issuer), null, true));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
