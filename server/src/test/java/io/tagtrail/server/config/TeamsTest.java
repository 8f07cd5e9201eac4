package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.tagtrail.core.model.Alias;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A team has a file of its own, within what the platform leaves to it.
final class TeamsTest {
  private static final String PLATFORM =
      """
      location: ghcr.io/acme/{application}:{environment}
      environments:
        dev: {}
        prod: {after: [dev], soak: 1h, approvals: 1, rules: [{name: small, cel: bundle.size < 9}]}
      applications: {shop: }
      teams:
        payments: {file: teams/payments.yaml, applications: ["pay-*"], locations: ghcr.io/acme/pay}
        risk: {file: teams/risk.yaml, applications: risk}
      constraints:
        prod:
          approvals: 1
          soak: 30m
          rules: [small]
          reserved: [override, rollback-past-admission]
          conditions: {promote: identity.kind == "workload"}
      rights:
        - {allow: read, on: "*/*"}
      """;

  private static final String PAYMENTS =
      """
      version: 1
      applications:
        pay-api:
          location: ghcr.io/acme/pay/api:{environment}
          stricter: {prod: {soak: 3h}}
      rights:
        - {name: pay pipelines, allow: [promote, rollback], when: claims.repository == "acme/pay"}
        - {deny: promote, on: "pay-api/prod", when: identity.kind == "person"}
      """;

  @TempDir Path folder;

  @BeforeEach
  void files() throws Exception {
    Files.createDirectory(folder.resolve("teams"));
    Files.writeString(folder.resolve("tagtrail.yaml"), PLATFORM);
    Files.writeString(folder.resolve("teams/payments.yaml"), PAYMENTS);
    Files.writeString(folder.resolve("teams/risk.yaml"), "applications: {risk: }\n");
  }

  @Test
  void a_teams_file_is_part_of_the_configuration() {
    var config = read();
    assertThat(config.locations())
        .containsKeys(
            Alias.parse("shop/prod"), Alias.parse("pay-api/prod"), Alias.parse("risk/dev"));
    assertThat(config.location(Alias.parse("pay-api/prod")))
        .hasToString("ghcr.io/acme/pay/api:prod");
    assertThat(config.policy().rules(Alias.parse("pay-api/prod")).gates().soak())
        .isEqualTo(Duration.ofHours(3));
    assertThat(config.teams())
        .containsExactlyInAnyOrderEntriesOf(Map.of("pay-api", "payments", "risk", "risk"));
    assertThat(config.files())
        .containsExactly(
            folder.resolve("tagtrail.yaml"),
            folder.resolve("teams/payments.yaml"),
            folder.resolve("teams/risk.yaml"));
    var pay = config.rights().grants().get(1);
    assertThat(pay.team()).isEqualTo("payments");
    assertThat(pay.on()).containsExactly(AliasGlob.parse("pay-*/*"));
    assertThat(config.rights().conditions())
        .singleElement()
        .satisfies(condition -> {
          assertThat(condition.rights()).containsExactly(Right.PROMOTE);
          assertThat(condition.on()).isEqualTo(AliasGlob.parse("*/prod"));
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "server: {listen: \"0.0.0.0:80\"}",
        "identity: {apiTokens: true}",
        "environments: {prod: {}}",
        "registries: {ghcr.io: {http: true}}",
        "constraints: {prod: {}}",
        "teams: {}",
        "ledger: x",
        "location: ghcr.io/evil/{application}:{environment}",
      })
  void a_teams_file_holds_applications_and_rights_and_nothing_else(String more) throws Exception {
    assertThat(refused(PAYMENTS + more))
        .startsWith("teams/payments.yaml:9: unknown key '" + more.substring(0, more.indexOf(':')))
        .endsWith("(known here: version, applications, rights)");
  }

  @Test
  void applications_of_others_are_not_a_teams() throws Exception {
    assertThat(refused("applications:\n  shop: {}\n"))
        .isEqualTo(
            "teams/payments.yaml:2: applications.shop is not of the team payments, whose"
                + " applications are pay-*");
    Files.writeString(
        folder.resolve("tagtrail.yaml"), PLATFORM.replace("{shop: }", "{shop: , pay-api: }"));
    assertThat(refused(PAYMENTS))
        .isEqualTo(
            "teams/payments.yaml:4: applications.pay-api is defined in tagtrail.yaml already");
  }

  @Test
  void two_teams_cannot_both_have_an_application() throws Exception {
    Files.writeString(
        folder.resolve("tagtrail.yaml"),
        PLATFORM.replace("applications: risk}", "applications: [\"*-api\"]}"));
    assertThat(refused(PAYMENTS))
        .isEqualTo(
            "tagtrail.yaml:8: teams.risk.applications *-api may name the same application as pay-* of"
                + " the team payments");
  }

  @Test
  void a_location_is_within_the_prefix_of_the_team() throws Exception {
    for (var location :
        List.of(
            "ghcr.io/acme/shop:{environment}",
            "ghcr.io/acme/payments:{environment}",
            "ghcr.io/acme/pay-x:{environment}",
            "evil.example/acme/pay/api:{environment}")) {
      assertThat(refused("applications:\n  pay-api: {location: \"%s\"}\n".formatted(location)))
          .startsWith("teams/payments.yaml:2: applications.pay-api: the location of pay-api/dev is")
          .contains("not within ghcr.io/acme/pay, where the platform has the team payments");
    }
    assertThat(refused("applications:\n  pay-api: {}\n"))
        .as("the platform's own pattern leads outside too")
        .contains("not within ghcr.io/acme/pay");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "on: \"shop/prod\"",
        "on: \"*/prod\"",
        "on: \"*-api/prod\"",
        "on: [\"pay-api/prod\", \"pa*/prod\"]"
      })
  void rights_on_the_applications_of_others_are_not_a_teams_to_give(String on) throws Exception {
    assertThat(refused("rights:\n  - {allow: promote, %s}\n".formatted(on)))
        .startsWith("teams/payments.yaml:2: rights[0].on names ")
        .endsWith("and the applications of the team payments are pay-*");
  }

  @Test
  void rights_that_the_platform_reserves_are_not_a_teams_to_give() throws Exception {
    assertThat(refused("rights:\n  - {allow: [read, override], on: \"pay-*/*\"}\n"))
        .isEqualTo(
            "teams/payments.yaml:2: rights[0].allow grants override on pay-*/*, which"
                + " constraints.prod reserves to the platform");
    assertThat(refused("rights:\n  - {allow: override, on: \"pay-api/p*d\"}\n"))
        .contains("which constraints.prod reserves");
    assertThat(refused("rights:\n  - {allow: override, on: \"pay-api/dev\"}\n")).isEqualTo("good");
    assertThat(refused("rights:\n  - {deny: override, on: \"pay-api/prod\"}\n"))
        .as("taking away is stricter")
        .isEqualTo("good");
    for (var right : List.of("admin", "audit")) {
      assertThat(refused("rights:\n  - {allow: %s, on: \"pay-*/*\"}\n".formatted(right)))
          .contains("which is a right on everything");
      assertThat(refused("rights:\n  - {allow: %s, on: \"*/*\"}\n".formatted(right)))
          .contains("the applications of the team payments are pay-*");
    }
  }

  @Test
  void a_teams_gates_are_stricter_or_refused() throws Exception {
    for (var looser :
        List.of(
            "soak: 10m",
            "approvalTtl: 48h",
            "rules: [{name: small, cel: \"true\"}]",
            "windows: [{name: a, kind: allow}]")) {
      assertThat(
              refused(
                  """
                  applications:
                    pay-api:
                      location: ghcr.io/acme/pay/api:{environment}
                      stricter:
                        prod: {%s}
                  """
                      .formatted(looser)))
          .startsWith("teams/payments.yaml:5: applications.pay-api.stricter.prod");
    }
  }

  @Test
  void a_broken_or_missing_file_of_one_team_breaks_the_whole() throws Exception {
    assertThat(refused("applications: {")).startsWith("teams/payments.yaml").contains("not YAML");
    assertThat(refused("")).contains("teams/payments.yaml: the file is empty");
    Files.delete(folder.resolve("teams/payments.yaml"));
    assertThat(message())
        .isEqualTo(
            folder.resolve("teams/payments.yaml")
                + ": there is no such file (it is named in tagtrail.yaml)");
  }

  @Test
  void an_environment_that_does_not_meet_the_constraints_is_refused() throws Exception {
    platform("approvals: 1, rules", "rules");
    assertThat(message())
        .isEqualTo(
            "tagtrail.yaml:4: environments.prod: constraints.prod: approvals must be at least 1, not 0");
    platform("soak: 1h", "soak: 10m");
    assertThat(message()).endsWith("constraints.prod: soak must be at least 30m, not 10m");
    platform("name: small", "name: large");
    assertThat(message()).endsWith("constraints.prod: rules must have small");
    platform("    approvals: 1\n", "    approvals: 1\n    sources: true\n");
    assertThat(message()).endsWith("constraints.prod: sources must be limited");
    platform("    approvals: 1\n", "    approvals: 1\n    required: [workload-mover]\n");
    assertThat(message()).endsWith("constraints.prod: required must name workload-mover");
    platform("    approvals: 1\n", "    approvals: 1\n    windows: weekend\n");
    assertThat(message()).endsWith("constraints.prod: windows must have weekend");
    platform("constraints:\n  prod:", "constraints:\n  stage:");
    assertThat(message()).endsWith("constraints.stage is no environment (there are dev, prod)");
  }

  /// Whatever a team writes: it is refused, or what the platform asks holds still.
  @Test
  void no_file_of_a_team_loosens_what_the_platform_asks() throws Exception {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("TeamsTest: -Dtagtrail.seed=" + seed);
    var random = new Random(seed);
    int accepted = 0;
    int refused = 0;
    for (int round = 0; round < 1_500; round++) {
      var text = mutated(random);
      Files.writeString(folder.resolve("teams/payments.yaml"), text);
      Config config;
      try {
        config = read();
        accepted++;
      } catch (ConfigException e) {
        assertThat(e.getMessage()).as(text).contains("payments.yaml");
        refused++;
        continue;
      }
      var about = "seed %d, of\n%s".formatted(seed, text);
      var base = config.policy().rules("prod").gates();
      for (var alias : config.locations().keySet()) {
        var gates = config.policy().rules(alias).gates();
        if (alias.environment().equals("prod")) {
          assertThat(gates.soak()).as(about).isGreaterThanOrEqualTo(base.soak());
          assertThat(gates.needed()).as(about).isGreaterThanOrEqualTo(1);
          assertThat(gates.rules()).as(about).containsAll(base.rules());
          assertThat(gates.approvalTtl()).as(about).isLessThanOrEqualTo(base.approvalTtl());
        }
        if ("payments".equals(config.teams().get(alias.application()))) {
          assertThat(alias.application()).as(about).startsWith("pay-");
          assertThat(config.location(alias).toString()).as(about).matches("ghcr.io/acme/pay[/:].*");
        }
      }
      for (var grant : config.rights().grants()) {
        if (grant.team() != null && !grant.deny()) {
          assertThat(grant.rights()).as(about).doesNotContain(Right.ADMIN, Right.AUDIT);
          boolean prod = grant.on().stream().anyMatch(glob -> glob.matchesEnvironment("prod"));
          if (prod) {
            assertThat(grant.rights())
                .as(about)
                .doesNotContain(Right.OVERRIDE, Right.ROLLBACK_PAST_ADMISSION);
          }
          assertThat(grant.on())
              .as(about)
              .allMatch(
                  glob -> !glob.matchesApplication("shop") && !glob.matchesApplication("risk"));
        }
      }
      assertThat(config.rights().conditions()).as(about).hasSize(1);
    }
    assertThat(accepted).as("some must be accepted").isGreaterThan(8);
    assertThat(refused).as("some must be refused").isGreaterThan(100);
  }

  private static String mutated(Random random) {
    var application = one(random, "pay-api", "pay-api", "pay-api", "shop", "risk", "payroll");
    var location =
        one(
            random,
            "ghcr.io/acme/pay/api:{environment}",
            "ghcr.io/acme/pay/{application}:{environment}",
            "ghcr.io/acme/shop:{environment}",
            "ghcr.io/acme/pay:x-{environment}-y");
    var gate =
        one(
            random,
            "soak: 2h",
            "soak: 1h",
            "soak: 59m",
            "approvals: 2",
            "approvals: 0",
            "approvals: [{group: risk}]",
            "approvalTtl: 1h",
            "approvalTtl: 25h",
            "rules: [{name: small, cel: \"true\"}]",
            "rules: [{name: other, cel: \"true\"}]",
            "rules: []",
            "required: []",
            "after: []");
    var right = one(random, "promote", "override", "rollback-past-admission", "admin", "read");
    var on =
        one(random, "pay-*/*", "pay-*/dev", "pay-api/prod", "*/*", "*/prod", "p*/prod", "shop/*");
    return """
    applications:
      %s: {location: "%s", stricter: {prod: {%s}}}
    rights:
      - {%s: %s, on: "%s"}
    %s\
    """
        .formatted(
            application,
            location,
            gate,
            one(random, "allow", "allow", "deny"),
            right,
            on,
            one(random, "", "", "", "constraints: {}\n", "environments: {prod: {}}\n"));
  }

  private static String one(Random random, String... texts) {
    return texts[random.nextInt(texts.length)];
  }

  private void platform(String old, String next) throws Exception {
    assertThat(PLATFORM).contains(old);
    Files.writeString(folder.resolve("tagtrail.yaml"), PLATFORM.replace(old, next));
  }

  private Config read() {
    return ConfigReader.read(folder.resolve("tagtrail.yaml"), Map.of());
  }

  private String refused(String payments) throws Exception {
    Files.writeString(folder.resolve("teams/payments.yaml"), payments);
    try {
      read();
      return "good";
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private String message() {
    return Objects.requireNonNull(
        Objects.requireNonNull(catchThrowableOfType(ConfigException.class, this::read))
            .getMessage());
  }
}
