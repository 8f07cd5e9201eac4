package io.tagtrail.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.server.config.IssuerConfig;
import io.tagtrail.server.config.IssuerConfig.Preset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What must not get in, whatever it looks like.
final class ForgedTokenTest {
  private final TestClock clock = new TestClock();
  private final TestIssuer issuer = TestIssuer.start(clock);
  private final Desk desk = new Desk(clock, issuer.config("ci", Preset.OIDC));

  @AfterEach
  void stop() {
    desk.close();
    issuer.close();
  }

  @Test
  void a_good_token_is_known() {
    var who = desk.known(issuer.token(Map.of("sub", "job-7")));

    assertThat(who.kind()).isEqualTo(Identity.Kind.WORKLOAD);
    assertThat(who.mover().issuer()).isEqualTo(issuer.uri().toString());
    assertThat(who.mover().subject()).isEqualTo("job-7");
    assertThat(who.linked()).isFalse();
    assertThat(who.expires()).isEqualTo(TestClock.START.plusSeconds(300));
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA"})
  void each_configured_algorithm_is_verified_and_one_changed_bit_is_not(String algorithm) {
    issuer.rotate(TestKey.of("other", algorithm));
    var token = issuer.token(Map.of());

    assertThat(desk.known(token).mover().subject()).isEqualTo("somebody");
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    var random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      var changed = changedSignature(token, random);
      assertThat(desk.rejected(changed)).as("seed %d", seed).contains("signature does not hold");
    }
  }

  @Test
  void changed_claims_do_not_hold() {
    var parts = issuer.token(Map.of("sub", "me")).split("\\.", -1);
    var claims = StrictJson.write(issuer.claims(Map.of("sub", "the boss")));

    assertThat(desk.rejected(parts[0] + "." + base64(claims) + "." + parts[2]))
        .contains("signature does not hold");
  }

  @Test
  void a_token_without_a_signature_is_nobody() {
    for (var none : List.of("none", "None", "NONE", "nOnE")) {
      var body = base64("{\"alg\":\"" + none + "\"}") + "." + base64(claims(Map.of()));
      assertThat(desk.rejected(body + ".")).contains("no signature");
      assertThat(desk.rejected(body + ".AAAA")).contains("algorithm '" + none + "'");
    }
  }

  @Test
  void the_public_key_is_no_secret_for_an_hmac() {
    var jwk = StrictJson.write(issuer.key().jwk()).getBytes(StandardCharsets.UTF_8);
    var der = issuer.key().pair().getPublic().getEncoded();
    for (var secret : List.of(jwk, der)) {
      var header = issuer.header();
      header.put("alg", "HS256");
      var token = TestKey.hmac(header, claims(Map.of()), secret);

      assertThat(desk.rejected(token)).contains("algorithm 'HS256'");
    }
  }

  @Test
  void a_key_of_one_type_is_not_used_for_an_algorithm_of_another() {
    var header = issuer.header();
    header.put("alg", "ES256");

    assertThat(desk.rejected(TestKey.of("x", "ES256").sign(header, claims(Map.of()))))
        .contains("signature does not hold");
  }

  @Test
  void a_key_is_used_only_for_the_algorithm_that_it_says_itself() {
    // One RSA key could do both.
    var asPss = new TestKey(issuer.key().kid(), "PS256", issuer.key().pair());
    var header = issuer.header();
    header.put("alg", "PS256");

    assertThat(desk.rejected(asPss.sign(header, claims(Map.of()))))
        .contains("signature does not hold");
  }

  @Test
  void an_algorithm_that_is_not_pinned_is_refused_although_the_key_could() {
    issuer.rotate(TestKey.of("p384", "ES384"));

    assertThat(desk.rejected(issuer.token(Map.of()))).contains("algorithm 'ES384'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"jwk", "jku", "x5u", "x5c"})
  void a_token_cannot_bring_its_own_key(String member) {
    var mine = TestKey.of(issuer.key().kid(), "RS256");
    var header = issuer.header();
    header.put(
        member,
        member.equals("jwk")
            ? mine.jwk()
            : member.equals("x5c") ? List.of("MIIB") : "http://127.0.0.1:1/keys");

    assertThat(desk.rejected(mine.sign(header, claims(Map.of())))).contains("its own key");
  }

  @ParameterizedTest
  @ValueSource(strings = {"crit", "b64", "zip"})
  void a_header_that_asks_for_more_than_is_understood_is_refused(String member) {
    var header = issuer.header();
    header.put(member, member.equals("b64") ? (Object) false : List.of("exp"));

    assertThat(desk.rejected(issuer.key().sign(header, claims(Map.of()))))
        .contains("'" + member + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"logout+jwt", "secevent+jwt", "dpop+jwt", "JOSE"})
  void a_token_for_something_else_does_not_say_who_asks(String type) {
    var header = issuer.header();
    header.put("typ", type);

    assertThat(desk.rejected(issuer.key().sign(header, claims(Map.of()))))
        .contains("does not say who asks");
  }

  @Test
  void a_type_is_compared_without_case_and_may_be_missing() {
    for (var type : List.of("jwt", "application/JWT", "at+jwt")) {
      var header = issuer.header();
      header.put("typ", type);
      desk.known(issuer.key().sign(header, claims(Map.of())));
    }
    var header = issuer.header();
    header.remove("typ");
    desk.known(issuer.key().sign(header, claims(Map.of())));
  }

  @Test
  void the_key_of_an_issuer_says_nothing_for_another() {
    try (var other = TestIssuer.start(clock, "", TestKey.of("key-1", "RS256"));
        var both =
            new Desk(clock, issuer.config("ci", Preset.OIDC), other.config("other", Preset.OIDC))) {
      // The same key id, and the claims of the one signed by the other.
      var token = other.key().sign(other.header(), claims(Map.of()));

      assertThat(both.rejected(token)).contains("signature does not hold", "issuer ci");
      assertThat(other.jwksRequests()).isZero();
      both.known(issuer.token(Map.of()));
      both.known(other.token(Map.of()));
    }
  }

  @Test
  void an_issuer_is_its_exact_text() {
    var at = issuer.uri().toString();
    for (var iss :
        List.of(at + "/", at.toUpperCase(java.util.Locale.ROOT), at + "?", "", " " + at)) {
      assertThat(desk.rejected(issuer.token(Map.of("iss", iss)))).contains("issuer");
    }
    assertThat(desk.rejected(issuer.token(Map.of("iss", List.of(at))))).contains("no issuer");
    assertThat(issuer.jwksRequests()).isZero();
  }

  @Test
  void an_audience_must_be_among_the_configured() {
    desk.known(issuer.token(Map.of("aud", List.of("x", TestIssuer.AUDIENCE))));
    for (Object aud : List.<Object>of("x", List.of(), List.of("x"), "", 7, Map.of("a", 1))) {
      assertThat(desk.rejected(issuer.token(Map.of("aud", aud)))).contains("another audience");
    }
  }

  @Test
  void a_token_holds_from_its_beginning_to_its_end_and_a_little() {
    long now = TestClock.START.getEpochSecond();
    desk.known(issuer.token(Map.of("exp", now - 29)));
    desk.known(issuer.token(Map.of("nbf", now + 30)));
    desk.known(issuer.token(Map.of("iat", now + 30)));

    assertThat(desk.rejected(issuer.token(Map.of("exp", now - 30)))).contains("expired at");
    assertThat(desk.rejected(issuer.token(Map.of("nbf", now + 31))))
        .contains("does not hold before");
    assertThat(desk.rejected(issuer.token(Map.of("iat", now + 31)))).contains("a clock is wrong");
  }

  @Test
  void times_that_are_missing_or_no_numbers_are_refused() {
    for (var name : Set.of("exp", "iat")) {
      var without = new HashMap<>(issuer.claims(Map.of()));
      without.remove(name);
      assertThat(desk.rejected(signed(StrictJson.write(without)))).contains("(iat, exp)");
      for (Object odd : List.<Object>of("1900000000", -1L, 1e300, Long.MAX_VALUE, true)) {
        assertThat(desk.rejected(issuer.token(Map.of(name, odd)))).contains("(iat, exp)");
      }
    }
    assertThat(desk.rejected(issuer.token(Map.of("nbf", "soon")))).contains("(nbf)");
  }

  @Test
  void a_token_without_a_subject_is_nobody() {
    for (Object sub : List.<Object>of("", "  ", 7, List.of("a"))) {
      assertThat(desk.rejected(issuer.token(Map.of("sub", sub)))).contains("(sub)");
    }
    assertThat(desk.rejected(issuer.token(Map.of("sub", "x".repeat(513))))).contains("subject");
    assertThat(desk.rejected(issuer.token(Map.of("sub", "evil\u202etxt")))).contains("subject");
  }

  @Test
  void a_logout_token_is_no_identity() {
    assertThat(desk.rejected(issuer.token(Map.of("events", Map.of())))).contains("event");
  }

  @Test
  void a_member_twice_is_refused_wherever_it_is() {
    var good = claims(Map.of());
    var twice = good.substring(0, good.length() - 1) + ",\"sub\":\"the boss\"}";
    var inside = good.substring(0, good.length() - 1) + ",\"a\":{\"b\":1,\"b\":2}}";
    var escaped = good.substring(0, good.length() - 1) + ",\"\\u0073ub\":\"the boss\"}";
    for (var claims : List.of(twice, inside, escaped)) {
      assertThat(desk.rejected(signed(claims))).contains("cannot be read");
    }
    var header = base64("{\"alg\":\"RS256\",\"alg\":\"none\"}");
    assertThat(desk.rejected(header + "." + base64(good) + ".AAAA")).contains("cannot be read");
  }

  @Test
  void bytes_that_are_no_object_in_utf8_are_refused() {
    var odd =
        new ArrayList<>(
            List.of("[]", "1", "\"a\"", "null", "{} {}", "{", "{'a':1}", "{\"a\":1e999}"));
    odd.add("{\"n\":123456789012345678901}");
    odd.add("{\"half\":\"\\ud800\"}");
    odd.add("{\"deep\":" + "[".repeat(200) + "]".repeat(200) + "}");
    for (var claims : odd) {
      assertThat(desk.rejected(signed(claims))).as(claims).contains("cannot be read");
    }
    var utf16 = "{\"iss\":\"a\"}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(desk.rejected(base64("{\"alg\":\"RS256\"}") + "." + TestKey.base64(utf16) + ".AAAA"))
        .contains("cannot be read");
  }

  @Test
  void what_is_too_long_is_refused_unread() {
    var token = issuer.token(Map.of("padding", "x".repeat(RawToken.MAX_LENGTH)));

    assertThat(desk.rejected(token)).contains("longer than");
    assertThat(issuer.discoveryRequests()).isZero();
    desk.known(issuer.token(Map.of("padding", "x".repeat(10_000))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b", "a.b.c.d", "..", "a..b", "a=.b.c", "a b.c.d", "ä.b.c", "e.e"})
  void texts_that_are_no_tokens_are_refused(String text) {
    assertThat(desk.ask(text)).isInstanceOf(Authentication.Rejected.class);
  }

  @Test
  void an_encrypted_token_is_refused_by_name() {
    assertThat(desk.rejected("aaaa.aaaa.aaaa.aaaa.aaaa")).contains("encrypted");
  }

  @Test
  void a_weak_key_of_the_issuer_is_no_key() {
    issuer.rotate(TestKey.weak("weak"));

    assertThat(desk.rejected(issuer.token(Map.of()))).contains("does not have");
  }

  @Test
  void a_key_for_encryption_or_of_a_secret_is_no_key() {
    var encryption = new HashMap<>(issuer.key().jwk());
    encryption.put("use", "enc");
    var oct = Map.of("kty", "oct", "kid", "oct", "k", "c2VjcmV0");
    issuer.jwksBody(
        StrictJson.write(
                Map.of("keys", List.of(encryption, oct, TestKey.of("ok", "ES256").jwk(), "junk")))
            .getBytes(StandardCharsets.UTF_8));

    assertThat(desk.rejected(issuer.token(Map.of()))).contains("does not have");
  }

  @Test
  void without_a_key_id_the_only_fitting_key_decides_and_two_do_not() {
    var header = issuer.header();
    header.remove("kid");
    desk.known(issuer.key().sign(header, claims(Map.of())));
    try (var second = new Desk(clock, issuer.config("ci", Preset.OIDC))) {
      var first = issuer.key();
      issuer.rotate(TestKey.of("key-2", "RS256"));
      assertThat(second.rejected(first.sign(header, claims(Map.of()))))
          .contains("signature does not hold");
    }
  }

  @Test
  void nobody_can_be_configured_to_be_trusted_with_a_shared_secret() {
    for (var algorithm : List.of("none", "HS256", "HS512", "")) {
      var good = issuer.config("ci", Preset.OIDC);
      org.assertj.core.api.Assertions.assertThatThrownBy(() ->
              new IssuerConfig(
                  good.name(),
                  good.issuer(),
                  good.audiences(),
                  good.preset(),
                  Set.of("RS256", algorithm),
                  good.skew(),
                  null,
                  null,
                  Map.of(),
                  false,
                  null))
          .hasMessageContaining("algorithms of the issuer ci");
    }
  }

  private String claims(Map<String, Object> more) {
    return StrictJson.write(issuer.claims(more));
  }

  private String signed(String claims) {
    return issuer.key().sign(issuer.header(), claims);
  }

  private static String base64(String text) {
    return TestKey.base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String changedSignature(String token, Random random) {
    int dot = token.lastIndexOf('.');
    var signature = java.util.Base64.getUrlDecoder().decode(token.substring(dot + 1));
    signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(8));
    return token.substring(0, dot + 1) + TestKey.base64(signature);
  }
}
