package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.server.config.IssuerConfig.Preset;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where a server listens, where its ledger is, whom it believes, who may do what.
final class ServerConfigTest {
  private static final String DEV = "environments: {dev: {}}\n";

  @Test
  void what_a_file_does_not_say_of_a_server_is_as_usual() {
    var config = Yaml.read(Yaml.SMALL);
    assertThat(config.server()).isEqualTo(ServerConfig.USUAL);
    assertThat(config.server().listen()).hasToString("[127.0.0.1:8480]");
    assertThat(config.identity()).isEqualTo(IdentityConfig.NONE);
    assertThat(config.rights()).isEqualTo(RightsConfig.NONE);
    assertThat(config.teams()).isEmpty();
    assertThat(config.files()).containsExactly(Yaml.FILE);
  }

  @Test
  void a_server_is_read() {
    var server =
        Yaml.read(
                DEV
                    + """
                    server:
                      listen: ["0.0.0.0:8443", "[::1]:0"]
                      publicUrl: https://tagtrail.example.com
                      tls: {cert: tls.crt, key: /etc/tls.key}
                      limits: {requests: 60, anonymous: 10, body: 4096, moves: 4, refusals: 0}
                      stop: 1m
                      copyFrom: ghcr.io/acme/*
                    """)
            .server();
    assertThat(server)
        .isEqualTo(
            new ServerConfig(
                List.of(
                    new ServerConfig.Listen("0.0.0.0", 8443), new ServerConfig.Listen("[::1]", 0)),
                URI.create("https://tagtrail.example.com"),
                new ServerConfig.Tls(Path.of("/work/tls.crt"), Path.of("/etc/tls.key")),
                new ServerConfig.Limits(60, 10, 4096, 4, 0),
                Duration.ofMinutes(1),
                List.of("ghcr.io/acme/*")));
  }

  @Test
  void a_ledger_can_be_in_a_database_and_its_password_is_elsewhere(@TempDir Path folder)
      throws Exception {
    var config =
        Yaml.read(
            DEV
                + "ledger: {url: \"postgresql://db.example.com:5433/tagtrail?sslmode=verify-full\","
                + " user: tagtrail, passwordEnv: DB_PASSWORD}\n");
    assertThat(config.store())
        .isInstanceOfSatisfying(
            LedgerConfig.Postgres.class,
            database -> {
              assertThat(database.jdbcUrl())
                  .isEqualTo("jdbc:postgresql://db.example.com:5433/tagtrail?sslmode=verify-full");
              assertThat(database.shown()).isEqualTo("postgresql://db.example.com:5433/tagtrail");
              assertThat(database.password(Map.of("DB_PASSWORD", "hunter2"))).isEqualTo("hunter2");
              assertThatThrownBy(() -> database.password(Map.of()))
                  .isInstanceOf(ConfigException.class)
                  .hasMessageContaining("DB_PASSWORD, which is not set");
            });
    assertThat(config.durable()).isTrue();
    assertThatThrownBy(config::ledger)
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("the ledger is in a database");

    Files.writeString(folder.resolve("password"), "hunter2\n");
    var file = new LedgerConfig.Postgres("postgresql://a/b", "u", null, folder.resolve("password"));
    assertThat(file.password(Map.of())).isEqualTo("hunter2");
    assertThat(Yaml.read("ledger: postgresql://a,b:1/c\n" + DEV).store().shown())
        .isEqualTo("postgresql://a,b:1/c");
  }

  @Test
  void the_environment_variable_can_name_a_database_and_the_file_how_to_log_in() {
    var config =
        ConfigReader.parse(
            Yaml.FILE,
            DEV + "ledger: {url: \"postgresql://a/b\", user: u, passwordEnv: P}\n",
            Map.of("TAGTRAIL_LEDGER", "postgresql://c/d"));
    assertThat(config.store())
        .isEqualTo(new LedgerConfig.Postgres("postgresql://c/d", "u", "P", null));
    var folder =
        ConfigReader.parse(
            Yaml.FILE, "ledger: postgresql://a/b\n" + DEV, Map.of("TAGTRAIL_LEDGER", "/mnt/l"));
    assertThat(folder.store()).isEqualTo(new LedgerConfig.Folder(Path.of("/mnt/l"), true));
  }

  @Test
  void a_secret_in_the_address_of_a_database_is_refused_and_not_quoted() {
    for (var url :
        List.of(
            "postgresql://me:hunter2@host/db",
            "postgresql://host/db?password=hunter2",
            "postgresql://host/db?user=hunter2",
            "postgresql://a,me:hunter2@b/db")) {
      assertThat(refused(DEV + "ledger: \"%s\"\n".formatted(url)))
          .startsWith("tagtrail.yaml:2: ledger: ")
          .doesNotContain("hunter2");
    }
  }

  @Test
  void identity_is_read() {
    var identity =
        Yaml.read(
                DEV
                    + """
                    server: {publicUrl: "https://tagtrail.example.com"}
                    identity:
                      apiTokens: true
                      issuers:
                        github: {preset: github, audiences: tagtrail}
                        company:
                          issuer: https://login.example.com
                          audiences: [tagtrail, other]
                          algorithms: [ES256]
                          skew: 5s
                          jwks: https://login.example.com/keys
                          ca: ca.pem
                          people: true
                          groups: roles
                          mapping: {person: email, "pipeline.id": ""}
                      signIn: {issuer: company, clientId: tagtrail, clientSecretEnv: SECRET}
                    """)
            .identity();
    assertThat(identity.apiTokens()).isTrue();
    assertThat(identity.issuers().getFirst())
        .isEqualTo(
            new IssuerConfig(
                "github",
                URI.create("https://token.actions.githubusercontent.com"),
                List.of("tagtrail"),
                Preset.GITHUB,
                IssuerConfig.DEFAULT_ALGORITHMS,
                IssuerConfig.DEFAULT_SKEW,
                null,
                null,
                Map.of(),
                false,
                null));
    assertThat(identity.issuers().getLast())
        .isEqualTo(
            new IssuerConfig(
                "company",
                URI.create("https://login.example.com"),
                List.of("tagtrail", "other"),
                Preset.OIDC,
                Set.of("ES256"),
                Duration.ofSeconds(5),
                URI.create("https://login.example.com/keys"),
                Path.of("/work/ca.pem"),
                Map.of("person", "email", "pipeline.id", ""),
                true,
                "roles"));
    assertThat(identity.signIn())
        .isEqualTo(
            new SignIn(
                "company",
                "tagtrail",
                "SECRET",
                List.of("openid", "profile", "email"),
                URI.create("https://tagtrail.example.com")));
  }

  @Test
  void what_is_wrong_with_whom_to_believe_is_named_with_its_place() {
    var issuer = DEV + "identity:\n  issuers:\n    a: {%s}\n";
    assertThat(refused(issuer.formatted("audiences: x")))
        .isEqualTo(
            "tagtrail.yaml:4: identity.issuers.a needs its address, as in issuer:"
                + " https://login.example.com");
    assertThat(refused(issuer.formatted("preset: github")))
        .startsWith("tagtrail.yaml:4: identity.issuers.a: the issuer a has no audience");
    assertThat(refused(issuer.formatted("preset: github, audiences: x, algorithms: [none]")))
        .contains("identity.issuers.a: ");
    assertThat(refused(issuer.formatted("preset: github, audiences: x, algorithms: [HS256]")))
        .contains("identity.issuers.a: ");
    assertThat(refused(issuer.formatted("issuer: \"http://login.example.com\", audiences: x")))
        .contains("not at an https address");
    assertThat(refused(issuer.formatted("preset: github, audiences: x, mapping: {who: sub}")))
        .contains("identity.issuers.a.mapping.who is not a field that can be mapped");
    assertThat(refused(issuer.formatted("preset: gh, audiences: x")))
        .contains("identity.issuers.a.preset: must be github");
    assertThat(refused(DEV + "identity: {signIn: {issuer: a, clientId: b}}\n"))
        .contains("identity.signIn needs server.publicUrl");
    assertThat(
            refused(
                DEV
                    + "server: {publicUrl: \"https://a.example\"}\nidentity: {signIn: {issuer: a, clientId: b}}\n"))
        .contains("names the issuer a, which is not configured");
  }

  @Test
  void rights_are_read() {
    var rights =
        Yaml.read(
                DEV
                    + """
                    rights:
                      - name: pipelines
                        allow: [promote, rollback]
                        on: [shop/*, "*/dev"]
                        when: claims.repository == "acme/shop"
                      - {deny: promote, on: "*/prod"}
                    """)
            .rights();
    assertThat(rights.grants())
        .containsExactly(
            new RightsConfig.Grant(
                "pipelines",
                false,
                Set.of(Right.PROMOTE, Right.ROLLBACK),
                List.of(AliasGlob.parse("shop/*"), AliasGlob.parse("*/dev")),
                "claims.repository == \"acme/shop\"",
                null),
            new RightsConfig.Grant(
                "tagtrail.yaml:7",
                true,
                Set.of(Right.PROMOTE),
                List.of(AliasGlob.parse("*/prod")),
                null,
                null));
  }

  @Test
  void what_is_wrong_with_rights_is_named_with_its_place() {
    assertThat(refused(DEV + "rights:\n  - {allow: promote}\n"))
        .isEqualTo("tagtrail.yaml:3: rights[0] needs on, as in on: [shop/*] or on: [\"*/*\"]");
    assertThat(refused(DEV + "rights: [{on: \"*/*\"}]\n")).contains("needs either allow or deny");
    assertThat(refused(DEV + "rights: [{allow: read, deny: read, on: \"*/*\"}]\n"))
        .contains("needs either allow or deny");
    assertThat(refused(DEV + "rights: [{allow: fly, on: \"*/*\"}]\n"))
        .contains("not a right: 'fly'");
    assertThat(refused(DEV + "rights: [{allow: read, on: shop}]\n"))
        .contains("not a pattern of aliases");
    assertThat(refused(DEV + "rights: [{allow: audit, on: shop/*}]\n"))
        .contains("names audit, which is a right on everything");
    assertThat(refused(DEV + "rights: {allow: read}\n")).contains("must be a list of mappings");
  }

  private static String refused(String text) {
    try {
      Yaml.read(text);
      return "good";
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
