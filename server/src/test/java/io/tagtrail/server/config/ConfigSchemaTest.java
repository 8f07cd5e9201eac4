package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import io.tagtrail.core.policy.RequiredField;
import io.tagtrail.server.contract.Docs;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The schema for editors and the reader say the same of every file, where one document can say it.
final class ConfigSchemaTest {
  private static final Schema SCHEMA = Docs.schema("tagtrail.schema.json");
  private static final String DEV = "environments: {dev: %s}\n";
  private static final String APP = "environments: {dev: {}}\napplications: {shop: %s}\n";
  private static final String HOST = "environments: {dev: {}}\nregistries: {\"%s\": %s}\n";

  private static final String TOP = "environments: {dev: {}}\n%s\n";
  private static final String PROD = "environments: {dev: {}, prod: {after: [dev], %s}}\n";
  private static final String KEY =
      "-----BEGIN PUBLIC KEY-----\\nMFkwEwYHKoZIzj0CAQ==\\n-----END PUBLIC KEY-----";

  static Stream<String> good() {
    return Stream.of(
        Yaml.SMALL,
        "version: 1\nenvironments: {dev: {}, prod-eu: }\n",
        "ledger: a\n" + Yaml.SMALL,
        "ledger: {}\n" + Yaml.SMALL,
        "ledger: {path: a, durable: true}\n" + Yaml.SMALL,
        DEV.formatted(
            "{after: [], required: [], attach: false, maturity: L1, rollback: , write: }"),
        DEV.formatted("{rollback: {window: 1ms, keep: 1}}"),
        DEV.formatted("{rollback: {window: 365d, keep: 1000}}"),
        DEV.formatted(
            "{write: {deadline: 1s, settle: 0s, patience: 5m, supersede: 4s, horizon: 24h, skew: 30d}}"),
        DEV.formatted("{required: [%s]}".formatted(allFields())),
        APP.formatted("{location: \"oci://ghcr.io/acme/{application}:{environment}\"}"),
        APP.formatted("{location: \"localhost:5000/shop:x-{environment}\"}"),
        APP.formatted("{location: \"shop:dev\"}"),
        APP.formatted("{environments: []}"),
        APP.formatted("{locations: {dev: \"r.example/a/b/c:dev\"}, environments: [dev]}"),
        HOST.formatted("ghcr.io", ""),
        HOST.formatted("localhost", "{http: true}"),
        HOST.formatted("localhost:5000", "{http: false, ca: ca.pem}"),
        HOST.formatted("docker.io", "{username: a, passwordEnv: B}"),
        HOST.formatted("[::1]:5000", "{username: a, passwordFile: b}"),
        "ledger: postgresql://db/tagtrail\n" + Yaml.SMALL,
        "ledger: {url: \"postgresql://a:1,b/c?sslmode=require\", user: a, passwordEnv: B}\n"
            + Yaml.SMALL,
        DEV.formatted("{write: {by: caller, deadline: 1m}, soak: 0s, approvals: 0}"),
        PROD.formatted("soak: 1h, approvals: 16, approvalTtl: 1m, sources: \"https://a/*\""),
        PROD.formatted("approvals: [{}, {count: 2, group: a}], annotations: {a: b}, rules: "),
        PROD.formatted(
            "windows: [{name: a, cron: \"* * * * *\", for: 1m, kind: allow, zone: UTC}]"),
        PROD.formatted(
            "windows: [{name: a, from: 2026-12-20, reason: x}, {name: b, to: 2026-12-21T10:00}]"),
        PROD.formatted("rules: [{name: a, cel: \"true\", message: b}]"),
        PROD.formatted("signatures: [{name: a, keys: \"%s\"}]".formatted(KEY)),
        APP.formatted("{location: \"a.b/c:d\", stricter: {dev: {approvals: 1, approvalTtl: 1h}}}"),
        TOP.formatted("server: {listen: \"0.0.0.0:0\", stop: 0s, limits: {refusals: 0}}"),
        TOP.formatted(
            "server: {listen: [\"[::]:1\"], publicUrl: \"http://localhost:1\", tls: {cert: a, key: b},"
                + " copyFrom: [\"ghcr.io/a/*\"]}"),
        TOP.formatted("server: {copyFrom: []}"),
        TOP.formatted("server: {copyFrom: \"localhost:5000/*\"}"),
        TOP.formatted("identity: {apiTokens: true, issuers: {g: {preset: github, audiences: a}}}"),
        TOP.formatted(
            "identity: {issuers: {g: {issuer: \"https://a.b\", audiences: [a], algorithms: [EdDSA],"
                + " skew: 5m, jwks: \"file:/a\", mapping: {subject: a, pipeline.url: \"\"}, groups: b}}}"),
        TOP.formatted(
            "server: {publicUrl: \"https://a.b\"}\nidentity: {issuers: {g: {issuer: \"https://a.b\","
                + " audiences: a, people: true}}, signIn: {issuer: g, clientId: c}}"),
        TOP.formatted(
            "rights: [{allow: read, on: \"*/*\"}, {deny: [promote], on: [a-*/b], when: a}]"),
        TOP.formatted("rights: [{name: a, allow: [admin, audit], on: \"*/*\"}]"),
        TOP.formatted("readiness: "),
        TOP.formatted("readiness: {retention: [{kind: none, repositories: \"a.b/*\"}]}"),
        TOP.formatted("inside: "),
        TOP.formatted(
            "inside: {crds: [{kind: A, paths: [spec.image]}, {kind: b.io/C, paths: [\"a[*].b\", c]}],"
                + " ask: [quay.io], ignore: [\"*/legacy/*\"], patience: 1m}"),
        PROD.formatted("inside: require"),
        PROD.formatted("outside: restore"),
        PROD.formatted("outside: alert"),
        PROD.formatted("inside: off"),
        TOP.formatted(
            "readiness: {enabled: false, every: 1m, rehearsal: {cron: \"30 2 * * 1\", zone: Europe/Berlin},"
                + " requests: 10000, atOnce: 64, retention: []}"),
        TOP.formatted("readiness: {rehearsal: {zone: Europe/Berlin}}"),
        TOP.formatted("teams: \nconstraints: {dev: }"),
        TOP.formatted(
            "constraints: {d*: {soak: 0s, approvals: 0, reserved: override, conditions: {promote: a}}}"));
  }

  static Stream<String> bad() {
    return Stream.of(
        "[]",
        "version: 1\n",
        "version: 2\nenvironments: {dev: {}}\n",
        "version: \"1\"\nenvironments: {dev: {}}\n",
        "environments: {}\n",
        "environments:\n",
        "environments: [dev]\n",
        "environments: {Dev: {}}\n",
        "environments: {v1: {}}\n",
        "environments: {2026-prod: {}}\n",
        "environments: {-a: {}}\n",
        "environments: {%s: {}}\n".formatted("a".repeat(64)),
        "applications: {}\n",
        "unknown: 1\n" + Yaml.SMALL,
        "ledger:\n" + Yaml.SMALL,
        "ledger: []\n" + Yaml.SMALL,
        "ledger: \"\"\n" + Yaml.SMALL,
        "ledger: {path: 1}\n" + Yaml.SMALL,
        "ledger: {durable: \"true\"}\n" + Yaml.SMALL,
        "ledger: {folder: a}\n" + Yaml.SMALL,
        "location: 1\n" + Yaml.SMALL,
        DEV.formatted("[]"),
        DEV.formatted("{afer: []}"),
        DEV.formatted("{after: dev}"),
        DEV.formatted("{after: }"),
        DEV.formatted("{after: [1]}"),
        DEV.formatted("{required: [nothing]}"),
        DEV.formatted("{required: [mover, mover]}"),
        DEV.formatted("{attach: 1}"),
        DEV.formatted("{maturity: l1}"),
        DEV.formatted("{maturity: L0}"),
        DEV.formatted("{rollback: {keep: 0}}"),
        DEV.formatted("{rollback: {keep: 1001}}"),
        DEV.formatted("{rollback: {keep: \"5\"}}"),
        DEV.formatted("{rollback: {keep: 1.5}}"),
        DEV.formatted("{rollback: {window: 0h}}"),
        DEV.formatted("{rollback: {window: 90}}"),
        DEV.formatted("{rollback: {window: 90 d}}"),
        DEV.formatted("{rollback: {window: P90D}}"),
        DEV.formatted("{rollback: {days: 1}}"),
        DEV.formatted("{write: {deadline: 0ms}}"),
        DEV.formatted("{write: {settle: -1s}}"),
        DEV.formatted("{write: {retry: 1s}}"),
        APP.formatted("{location: \"ghcr.io/acme/shop\"}"),
        APP.formatted("{location: \"ghcr.io:443/acme/shop\"}"),
        APP.formatted("{location: \"ghcr.io/acme/{app}:{environment}\"}"),
        APP.formatted("{location: \"ghcr.io/acme/shop:dev@sha256:%s\"}".formatted("0".repeat(64))),
        APP.formatted("{location: \"ghcr.io/acme/shop:de v\"}"),
        APP.formatted("{environments: dev}"),
        APP.formatted("{locations: {dev: 1}}"),
        APP.formatted("{name: shop}"),
        "environments: {dev: {}}\napplications: {Shop: {location: \"a.example/b:c\"}}\n",
        HOST.formatted("GHCR.io", "{}"),
        HOST.formatted("ghcr", "{}"),
        HOST.formatted("ghcr.io:443", "{}"),
        HOST.formatted("index.docker.io", "{}"),
        HOST.formatted("ghcr.io/acme", "{}"),
        HOST.formatted("ghcr.io", "{username: a}"),
        HOST.formatted("ghcr.io", "{passwordEnv: a}"),
        HOST.formatted("ghcr.io", "{http: true, ca: ca.pem}"),
        HOST.formatted("ghcr.io", "{username: a, passwordEnv: a, passwordFile: b}"),
        HOST.formatted("ghcr.io", "{username: 1, passwordEnv: a}"),
        HOST.formatted("ghcr.io", "{username: a, password: b}"),
        HOST.formatted("ghcr.io", "{http: yes}"),
        "ledger: postgresql://me@db/tagtrail\n" + Yaml.SMALL,
        "ledger: {url: \"postgresql://db\"}\n" + Yaml.SMALL,
        "ledger: {url: \"postgresql://a/b\", path: c}\n" + Yaml.SMALL,
        "ledger: {url: \"postgresql://a/b\", passwordEnv: c}\n" + Yaml.SMALL,
        "ledger: {user: a}\n" + Yaml.SMALL,
        "ledger: {url: \"postgresql://a/b\", user: c, password: d}\n" + Yaml.SMALL,
        DEV.formatted("{write: {by: me}}"),
        PROD.formatted("soak: 1"),
        PROD.formatted("approvals: 17"),
        PROD.formatted("approvals: [{count: 0}]"),
        PROD.formatted("approvals: [{number: 1}]"),
        PROD.formatted("approvals: two"),
        PROD.formatted("approvalTtl: 0s"),
        PROD.formatted("windows: [{name: a}]"),
        PROD.formatted("windows: [{name: a, cron: b}]"),
        PROD.formatted("windows: [{name: a, cron: b, for: 1h, from: 2026-12-20}]"),
        PROD.formatted("windows: [{cron: b, for: 1h}]"),
        PROD.formatted("windows: [{name: a, kind: freeze, from: 2026-12-20}]"),
        PROD.formatted("windows: [{name: a b, from: 2026-12-20}]"),
        PROD.formatted("annotations: [a]"),
        PROD.formatted("annotations: {a: 1}"),
        PROD.formatted("signatures: [{name: a}]"),
        PROD.formatted("signatures: [{name: a, keys: []}]"),
        PROD.formatted("rules: [{name: a}]"),
        PROD.formatted("rules: [{cel: a}]"),
        PROD.formatted("rules: {name: a, cel: b}"),
        PROD.formatted("rule: []"),
        APP.formatted("{location: \"a.b/c:d\", stricter: {dev: {after: []}}}"),
        TOP.formatted("server: {listen: 8480}"),
        TOP.formatted("server: {listen: []}"),
        TOP.formatted("server: {listen: localhost}"),
        TOP.formatted("server: {publicUrl: \"http://tagtrail.example.com\"}"),
        TOP.formatted("server: {tls: {cert: a}}"),
        TOP.formatted("server: {tls: {cert: a, key: b, password: c}}"),
        TOP.formatted("server: {limits: {requests: 0}}"),
        TOP.formatted("server: {limits: {body: 1}}"),
        TOP.formatted("server: {copyFrom: ghcr.io}"),
        TOP.formatted("server: {copyFrom: \"*/acme\"}"),
        TOP.formatted("server: {copyFrom: \"*/*\"}"),
        TOP.formatted("server: {copyFrom: \"*\"}"),
        TOP.formatted("server: {copyFrom: all}"),
        TOP.formatted("server: {copyFrom: \"*.example.com/acme/*\"}"),
        TOP.formatted("server: {port: 1}"),
        TOP.formatted("identity: {issuers: {g: {preset: github}}}"),
        TOP.formatted("identity: {issuers: {g: {audiences: a}}}"),
        TOP.formatted("identity: {issuers: {g: {preset: kubernetes, audiences: a}}}"),
        TOP.formatted("identity: {issuers: {G: {preset: github, audiences: a}}}"),
        TOP.formatted(
            "identity: {issuers: {g: {preset: github, audiences: a, algorithms: [none]}}}"),
        TOP.formatted(
            "identity: {issuers: {g: {preset: github, audiences: a, algorithms: [HS256]}}}"),
        TOP.formatted(
            "identity: {issuers: {g: {preset: github, audiences: a, mapping: {sub: a}}}}"),
        TOP.formatted("identity: {issuers: {g: {preset: github, audiences: a, secret: b}}}"),
        TOP.formatted("identity: {signIn: {issuer: a}}"),
        TOP.formatted("identity: {tokens: true}"),
        TOP.formatted("rights: {allow: read}"),
        TOP.formatted("rights: [{allow: read}]"),
        TOP.formatted("rights: [{on: \"*/*\"}]"),
        TOP.formatted("rights: [{allow: read, deny: read, on: \"*/*\"}]"),
        TOP.formatted("rights: [{allow: fly, on: \"*/*\"}]"),
        TOP.formatted("rights: [{allow: read, on: shop}]"),
        TOP.formatted("teams: {a: {file: b}}"),
        TOP.formatted("teams: {a: {applications: b}}"),
        TOP.formatted("teams: {A: {file: b, applications: c}}"),
        TOP.formatted("constraints: {dev: {approvals: -1}}"),
        TOP.formatted("constraints: {dev: {conditions: {admin: a}}}"),
        TOP.formatted("constraints: {dev: {after: []}}"),
        TOP.formatted("readiness: {requests: 0}"),
        TOP.formatted("inside: {crds: [{kind: A}]}"),
        TOP.formatted("inside: {crds: [{kind: a, paths: [b]}]}"),
        TOP.formatted("inside: {crds: [{kind: A, paths: []}]}"),
        TOP.formatted("inside: {ask: [quay.io, quay.io]}"),
        TOP.formatted("inside: {patience: soon}"),
        TOP.formatted("inside: {images: [a]}"),
        PROD.formatted("outside: undo"),
        PROD.formatted("inside: maybe"),
        TOP.formatted("readiness: {atOnce: 65}"),
        TOP.formatted("readiness: {every: often}"),
        TOP.formatted("readiness: {rehearsal: daily}"),
        TOP.formatted("readiness: {retention: [{kind: zot}]}"),
        TOP.formatted("readiness: {retention: [{file: a, kind: quay}]}"),
        TOP.formatted("readiness: {retention: [{kind: none, file: a}]}"),
        TOP.formatted("readiness: {repair: true}"));
  }

  @ParameterizedTest
  @MethodSource
  void good(String text) {
    assertThat(Docs.problems(SCHEMA, Yaml.asJson(text))).as("the schema, of\n%s", text).isEmpty();
    assertThat(read(text)).as("the reader, of\n%s", text).isEqualTo("good");
  }

  @ParameterizedTest
  @MethodSource
  void bad(String text) {
    assertThat(Docs.problems(SCHEMA, Yaml.asJson(text)))
        .as("the schema, of\n%s", text)
        .isNotEmpty();
    assertThat(read(text)).as("the reader, of\n%s", text).isNotEqualTo("good");
  }

  /// What takes more than one place of the file: the schema passes it, the reader does not.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "environments: {a: {after: [b]}, b: {after: [a]}}",
        "environments: {a: {after: [b]}}",
        "environments: {a: {}}\napplications: {shop: {}}",
        "environments: {a: {}, b: {}}\napplications: {shop: {location: \"r.example/shop:x\"}}",
        "environments: {a: {}}\napplications: {shop: {location: \"r.example/shop:1.0\"}}",
        "environments: {a: {}}\napplications: {shop: {location: \"r.example/shop:{environment}.1\"}}",
        "environments: {a: {write: {settle: 31d}}}",
        "environments: {a: {soak: 1h}}",
        "environments: {a: {}, b: {after: [a], soak: 400d}}",
        "environments: {a: {windows: [{name: x, from: never}]}}",
        "environments: {a: {windows: [{name: x, cron: y, for: 1h, zone: Mars}]}}",
        "environments: {a: {windows: [{name: x, from: 2026-12-21, to: 2026-12-20}]}}",
        "environments: {a: {approvals: [{group: x}, {group: x}]}}",
        "environments: {a: {rules: [{name: x, cel: y}, {name: x, cel: z}]}}",
        "environments: {a: {signatures: [{name: x, keys: [/nowhere/key.pem]}]}}",
        "environments: {a: {rules: [{name: x, cel: y}]}}\napplications: {b: {location: 'c.d/e:f', stricter: {a: {rules: [{name: x, cel: z}]}}}}",
        "environments: {a: {}}\nserver: {stop: 11m}",
        "environments: {a: {}}\nserver: {listen: '127.0.0.1:70000'}",
        "environments: {a: {}}\nidentity: {signIn: {issuer: b, clientId: c}}",
        "environments: {a: {}}\nidentity: {issuers: {b: {preset: github, audiences: c, people: true}}}",
        "environments: {a: {}}\nrights: [{allow: audit, on: b/*}]",
        "environments: {a: {}}\nteams: {b: {file: nowhere.yaml, applications: c}}",
        "environments: {a: {}}\nreadiness: {every: 31d}",
        "environments: {a: {}}\nreadiness: {rehearsal: {zone: Mars}}",
        "environments: {a: {}}\nreadiness: {retention: [{file: nowhere.json}]}",
        "environments: {a: {}}\nconstraints: {b: {}}",
        "environments: {a: {}}\nconstraints: {a: {approvals: 1}}",
        "ledger: 'postgresql://db/x?password=y'\nenvironments: {a: {}}",
      })
  void only_the_reader_sees_what_needs_more_than_one_place(String text) {
    assertThat(Docs.problems(SCHEMA, Yaml.asJson(text))).isEmpty();
    assertThat(read(text)).isNotEqualTo("good");
  }

  @Test
  void the_schema_knows_every_field_that_can_be_required() {
    for (var field : RequiredField.values()) {
      assertThat(Docs.text("tagtrail.schema.json")).contains('"' + field.label() + '"');
    }
  }

  @Test
  void the_schema_knows_every_right_and_every_field_that_can_be_mapped() {
    var schema = Docs.text("tagtrail.schema.json");
    for (var right : Right.values()) {
      assertThat(schema).contains('"' + right.label() + '"');
    }
    for (var field : IssuerConfig.FIELDS) {
      assertThat(schema).contains('"' + field + '"');
    }
    for (var algorithm : IssuerConfig.ALGORITHMS) {
      assertThat(schema).contains('"' + algorithm + '"');
    }
  }

  private static String allFields() {
    return String.join(", ", Stream.of(RequiredField.values()).map(RequiredField::label).toList());
  }

  private static String read(String text) {
    try {
      Yaml.read(text);
      return "good";
    } catch (ConfigException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
