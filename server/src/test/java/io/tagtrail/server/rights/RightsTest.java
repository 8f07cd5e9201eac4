package io.tagtrail.server.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.config.AliasGlob;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.config.RightsConfig;
import io.tagtrail.server.config.RightsConfig.Condition;
import io.tagtrail.server.config.RightsConfig.Grant;
import io.tagtrail.server.identity.Scope;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RightsTest {
  private static final Alias DEV = Alias.parse("shop/dev");
  private static final Alias PROD = Alias.parse("shop/prod");
  private static final Alias OTHER = Alias.parse("blog/prod");
  private static final String OWN = "claims.repository == 'acme/' + alias.application";

  @Test
  void nothing_is_allowed_that_no_grant_allows() {
    var none = rights(List.of(), List.of());
    for (var right : Right.values()) {
      var decided = none.may(Identities.person("alice"), right, PROD);
      assertThat(decided.allowed()).as(right.label()).isFalse();
    }
    assertThat(none.may(Identities.person("alice"), Right.PROMOTE, PROD).why())
        .isEqualTo("nothing allows it");
  }

  @Test
  void a_grant_allows_its_rights_on_its_aliases_for_whom_its_expression_holds() {
    var rights = rights(List.of(allow("pipelines", "*/*", OWN, Right.PROMOTE)), List.of());
    var shop = Identities.pipeline("acme/shop");
    assertThat(rights.may(shop, Right.PROMOTE, PROD))
        .isEqualTo(new Decided(true, "allowed by pipelines"));
    assertThat(rights.may(shop, Right.PROMOTE, OTHER).allowed()).isFalse();
    assertThat(rights.may(shop, Right.ROLLBACK, PROD).allowed()).isFalse();
    assertThat(rights.may(Identities.pipeline("evil/shop"), Right.PROMOTE, PROD).allowed())
        .isFalse();
  }

  @Test
  void whoever_may_do_something_may_read_there_and_nowhere_else() {
    var rights = rights(List.of(allow("pipelines", "shop/*", null, Right.PROMOTE)), List.of());
    var shop = Identities.pipeline("acme/shop");
    assertThat(rights.may(shop, Right.READ, PROD).allowed()).isTrue();
    assertThat(rights.may(shop, Right.READ, OTHER).allowed()).isFalse();
    var denied =
        rights(
            List.of(
                allow("pipelines", "shop/*", null, Right.PROMOTE),
                deny("hidden", "shop/prod", null, Right.READ)),
            List.of());
    assertThat(denied.may(shop, Right.READ, PROD).allowed()).isFalse();
    assertThat(denied.may(shop, Right.READ, DEV).allowed()).isTrue();
  }

  @Test
  void a_deny_wins_whatever_comes_first() {
    var allow = allow("all", "*/*", null, Right.PROMOTE, Right.READ);
    var deny = deny("no people in prod", "*/prod", "identity.kind == 'person'", Right.PROMOTE);
    for (var grants : List.of(List.of(allow, deny), List.of(deny, allow))) {
      var rights = rights(grants, List.of());
      assertThat(rights.may(Identities.person("alice"), Right.PROMOTE, PROD))
          .isEqualTo(new Decided(false, "denied by no people in prod"));
      assertThat(rights.may(Identities.person("alice"), Right.PROMOTE, DEV).allowed()).isTrue();
      assertThat(rights.may(Identities.pipeline("a/b"), Right.PROMOTE, PROD).allowed()).isTrue();
    }
  }

  @Test
  void what_cannot_be_evaluated_allows_nothing_and_denies() {
    var allow = allow("by ref", "*/*", "claims.ref == 'refs/heads/main'", Right.PROMOTE);
    var rights = rights(List.of(allow), List.of());
    var decided = rights.may(Identities.person("alice"), Right.PROMOTE, PROD);
    assertThat(decided.allowed()).isFalse();
    assertThat(decided.why()).contains("by ref could not be evaluated").contains("ref");
    assertThat(rights.may(Identities.pipeline("a/b"), Right.PROMOTE, PROD).allowed()).isTrue();

    var deny = deny("not from forks", "*/*", "claims.fork == true", Right.PROMOTE);
    assertThat(
            rights(List.of(allow, deny), List.of())
                .may(Identities.pipeline("a/b"), Right.PROMOTE, PROD))
        .isEqualTo(new Decided(false, "denied by not from forks"));
    assertThat(
            rights(List.of(allow("broken", "*/*", "nothing ==", Right.PROMOTE)), List.of())
                .may(Identities.pipeline("a/b"), Right.PROMOTE, PROD)
                .allowed())
        .isFalse();
  }

  @Test
  void a_condition_holds_for_every_grant() {
    var condition =
        new Condition(
            "constraints.prod.conditions.promote",
            Set.of(Right.PROMOTE),
            AliasGlob.parse("*/prod"),
            "identity.kind == 'workload' && claims.ref == 'refs/heads/main'");
    var rights =
        rights(
            List.of(allow("all", "*/*", null, Right.PROMOTE, Right.ROLLBACK)), List.of(condition));
    assertThat(rights.may(Identities.person("alice"), Right.PROMOTE, PROD))
        .isEqualTo(new Decided(false, "constraints.prod.conditions.promote is not met"));
    assertThat(rights.may(Identities.person("alice"), Right.PROMOTE, DEV).allowed()).isTrue();
    assertThat(rights.may(Identities.person("alice"), Right.ROLLBACK, PROD).allowed()).isTrue();
    assertThat(rights.may(Identities.pipeline("a/b"), Right.PROMOTE, PROD).allowed()).isTrue();
  }

  @Test
  void a_condition_on_reading_is_not_passed_by_another_right() {
    var condition =
        new Condition(
            "constraints.prod.conditions.read",
            Set.of(Right.READ),
            AliasGlob.parse("*/prod"),
            "identity.kind == 'workload'");
    var rights = rights(List.of(allow("all", "*/*", null, Right.ROLLBACK)), List.of(condition));
    assertThat(rights.may(Identities.person("alice"), Right.READ, PROD).allowed()).isFalse();
    assertThat(rights.may(Identities.person("alice"), Right.READ, DEV).allowed()).isTrue();
    assertThat(rights.may(Identities.pipeline("a/b"), Right.READ, PROD).allowed()).isTrue();
  }

  @Test
  void a_tokens_scope_narrows_and_never_widens() {
    var rights =
        rights(
            List.of(allow("all", "*/*", null, Right.PROMOTE, Right.ROLLBACK, Right.AUDIT)),
            List.of());
    var scoped =
        Identities.workload(
            "acme/shop", new Scope(Set.of("promote", "block"), List.of("shop/*")), null);
    assertThat(rights.may(scoped, Right.PROMOTE, PROD).allowed()).isTrue();
    assertThat(rights.may(scoped, Right.READ, PROD).allowed()).isTrue();
    assertThat(rights.may(scoped, Right.PROMOTE, OTHER))
        .isEqualTo(new Decided(false, "the token is not for it"));
    assertThat(rights.may(scoped, Right.ROLLBACK, PROD).allowed()).isFalse();
    assertThat(rights.may(scoped, Right.BLOCK, PROD).allowed()).isFalse();
    assertThat(rights.may(scoped, Right.AUDIT, null).allowed()).isFalse();
  }

  @Test
  void a_right_on_everything_needs_a_grant_on_everything() {
    var rights =
        rights(
            List.of(
                new Grant(
                    "odd",
                    false,
                    EnumSet.of(Right.AUDIT, Right.READ),
                    List.of(AliasGlob.parse("shop/*")),
                    null,
                    null)),
            List.of());
    assertThat(rights.may(Identities.person("alice"), Right.AUDIT, null).allowed()).isFalse();
    var all =
        rights(
            List.of(allow("auditors", "*/*", "'audit' in identity.groups", Right.AUDIT)),
            List.of());
    assertThat(all.may(Identities.person("alice"), Right.AUDIT, null).allowed()).isFalse();
    assertThat(all.may(Identities.person("alice", "audit"), Right.AUDIT, null).allowed()).isTrue();
  }

  @Test
  void people_are_known_by_issuer_name_and_group_and_whether_they_are_linked() {
    var cel =
        "identity.issuer == 'https://login.example.com' && identity.subject == 'alice'"
            + " && identity.groups == ['a', 'b'] && identity.linked";
    var rights = rights(List.of(allow("alice", "*/*", cel, Right.READ)), List.of());
    assertThat(rights.may(Identities.person("alice", "b", "a"), Right.READ, PROD).allowed())
        .isTrue();
    assertThat(rights.may(Identities.person("bob", "b", "a"), Right.READ, PROD).allowed())
        .isFalse();
  }

  static Rights rights(List<Grant> grants, List<Condition> conditions) {
    var locations = new LinkedHashMap<Alias, Location>();
    for (var alias : List.of(DEV, PROD, OTHER)) {
      locations.put(
          alias,
          Location.parse("ghcr.io/acme/%s:%s".formatted(alias.application(), alias.environment())));
    }
    return new Rights(new RightsConfig(grants, conditions), locations, List.of());
  }

  static Grant allow(String name, String on, @Nullable String when, Right... rights) {
    return new Grant(
        name, false, EnumSet.copyOf(List.of(rights)), List.of(AliasGlob.parse(on)), when, null);
  }

  static Grant deny(String name, String on, @Nullable String when, Right... rights) {
    return new Grant(
        name, true, EnumSet.copyOf(List.of(rights)), List.of(AliasGlob.parse(on)), when, null);
  }
}
