package io.tagtrail.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.FactStatus;
import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.Mover;
import io.tagtrail.server.config.IssuerConfig;
import io.tagtrail.server.config.IssuerConfig.Preset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PeopleTest {
  private final TestClock clock = new TestClock();
  private final TestIssuer issuer = TestIssuer.start(clock);
  private final Desk desk = new Desk(clock, people(Map.of()));

  @AfterEach
  void stop() {
    desk.close();
    issuer.close();
  }

  @Test
  void a_persons_name_is_beside_the_mover_never_in_it() {
    var who =
        desk.known(
            issuer.token(
                Map.of(
                    "sub", "248289761001",
                    "email", "ada@acme.example",
                    "email_verified", true,
                    "preferred_username", "ada",
                    "groups", List.of("sre", "shop"),
                    "run_id", "7")));

    assertThat(who.kind()).isEqualTo(Identity.Kind.PERSON);
    assertThat(who.linked()).isTrue();
    assertThat(who.person()).isEqualTo("ada@acme.example");
    assertThat(who.mover())
        .isEqualTo(
            new Mover(Mover.Kind.PERSON, FactStatus.VERIFIED, issuer.uri().toString(), null));
    assertThat(who.groups()).containsExactlyInAnyOrder("sre", "shop");
    assertThat(who.id()).isEqualTo(issuer.uri() + "|248289761001");
    assertThat(who.pipeline()).isEqualTo(Facts.Pipeline.MISSING);
  }

  @Test
  void an_address_that_the_issuer_does_not_vouch_for_is_no_name_and_no_claim() {
    for (Object flag : List.<Object>of(false, "false", "yes", 1L)) {
      var who =
          desk.known(
              issuer.token(
                  Map.of("sub", "77", "email", "boss@acme.example", "email_verified", flag)));
      assertThat(who.person()).isEqualTo("77");
      assertThat(who.claims()).doesNotContainKey("email");
    }
    var silent = desk.known(issuer.token(Map.of("sub", "77", "email", "boss@acme.example")));
    assertThat(silent.person()).isEqualTo("77");
    assertThat(silent.claims()).doesNotContainKey("email");
  }

  @Test
  void a_name_that_people_choose_is_taken_only_where_the_configuration_says_so() {
    var claims = Map.<String, Object>of("sub", "77", "preferred_username", "boss");

    assertThat(desk.known(issuer.token(claims)).person()).isEqualTo("77");
    try (var asked = new Desk(clock, people(Map.of("person", "preferred_username")))) {
      assertThat(asked.known(issuer.token(claims)).person()).isEqualTo("boss");
      assertThat(asked.rejected(issuer.token(Map.of("sub", "78")))).contains("'person'");
    }
  }

  @Test
  void a_program_at_an_issuer_of_people_is_no_person() {
    var programs =
        List.<Map<String, Object>>of(
            Map.of("idtyp", "app"),
            Map.of("gty", "client-credentials"),
            Map.of("sub", "svc", "client_id", "svc"),
            Map.of("sub", "svc@clients", "azp", "svc"),
            Map.of("preferred_username", "service-account-ci"));
    for (var claims : programs) {
      var who = desk.known(issuer.token(claims));
      assertThat(who.kind()).as("%s", claims).isEqualTo(Identity.Kind.WORKLOAD);
      assertThat(who.linked()).isFalse();
      assertThat(who.person()).isNull();
    }
  }

  @Test
  void one_group_may_be_a_text_and_no_group_is_none() {
    assertThat(desk.known(issuer.token(Map.of("groups", "sre"))).groups()).containsExactly("sre");
    assertThat(desk.known(issuer.token(Map.of("groups", Map.of("sre", 1L)))).groups()).isEmpty();
    assertThat(desk.known(issuer.token(Map.of())).groups()).isEmpty();
  }

  @Test
  void a_name_that_an_event_cannot_hold_is_refused() {
    for (var name : List.of("x".repeat(257), "ada\u0000", "a\u202eda")) {
      assertThat(
              desk.rejected(
                  issuer.token(Map.of("sub", "1", "email", name, "email_verified", true))))
          .contains("name");
    }
  }

  @Test
  void only_the_plain_preset_vouches_for_people() {
    assertThatThrownBy(() -> issuer.config("gh", Preset.GITHUB, true, null, Map.of()))
        .hasMessageContaining("people need the preset oidc");
  }

  private IssuerConfig people(Map<String, String> mapping) {
    return issuer.config("acme", Preset.OIDC, true, "groups", mapping);
  }
}
