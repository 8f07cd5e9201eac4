package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every way in which a file can be wrong: the message names the file, the line where there is one,
/// and the key.
final class ConfigErrorsTest {
  @Test
  void an_unknown_key_is_named_with_its_line_and_with_the_keys_that_there_are() {
    assertThat(refused("environments: {dev: {}}\nenvironment: {}\n"))
        .isEqualTo(
            "tagtrail.yaml:2: unknown key 'environment' (known here: version, ledger, location,"
                + " environments, applications, registries, server, identity, rights, keys, flux,"
                + " sentinel, inside, readiness, constraints, teams)");
    assertThat(refused("environments:\n  dev:\n    afer: [x]\n"))
        .startsWith("tagtrail.yaml:3: unknown key 'environments.dev.afer' (known here: after,");
    assertThat(refused("environments:\n  dev:\n    rollback:\n      windw: 1d\n"))
        .startsWith("tagtrail.yaml:4: unknown key 'environments.dev.rollback.windw'");
    assertThat(refused("environments:\n  dev:\n    write:\n      retries: 1\n"))
        .startsWith("tagtrail.yaml:4: unknown key 'environments.dev.write.retries'");
    assertThat(refused("ledger: {pth: x}\nenvironments: {dev: {}}\n"))
        .startsWith("tagtrail.yaml:1: unknown key 'ledger.pth'");
    assertThat(refused(Yaml.SMALL + "  blog:\n    locaton: x\n"))
        .as("found before the missing location, which it leads to")
        .startsWith("tagtrail.yaml:5: unknown key 'applications.blog.locaton'");
    assertThat(refused("enviroments: {dev: {}}\n"))
        .as("found before the missing environments, which it leads to")
        .startsWith("tagtrail.yaml:1: unknown key 'enviroments' (known here: version,");
    assertThat(refused("environments: {}\n")).contains("environments must name at least one");
  }

  @Test
  void a_location_for_an_environment_that_the_application_is_not_in_is_unknown() {
    assertThat(
            refused(
                """
                environments: {dev: {}, prod: {}}
                applications:
                  shop:
                    location: r.example/a:{environment}
                    environments: [dev]
                    locations:
                      prod: r.example/b:prod
                """))
        .startsWith("tagtrail.yaml:7: unknown key 'applications.shop.locations.prod'");
  }

  @Test
  void a_secret_has_no_place_and_is_not_quoted() {
    assertThat(refused(Yaml.SMALL + "registries:\n  ghcr.io: {username: bot, password: hunter2}\n"))
        .startsWith("tagtrail.yaml:5: ")
        .doesNotContain("hunter2");
    assertThat(refused("environments: {dev: {}}\nregistries:\n  ghcr.io: {password: hunter2\n"))
        .contains("not YAML")
        .doesNotContain("hunter2");
  }

  @Test
  void environments_in_a_circle_are_refused() {
    assertThat(refused("environments: {a: {after: [c]}, b: {after: [a]}, c: {after: [b]}}"))
        .matches("tagtrail.yaml:1: environments: [abc] would come after itself, by way of others");
    assertThat(refused("environments:\n  a: {after: [a]}"))
        .isEqualTo("tagtrail.yaml:2: environments.a: a cannot come after itself");
  }

  @Test
  void an_environment_that_does_not_exist_is_named_with_those_that_do() {
    assertThat(refused("environments:\n  dev: {}\n  prod:\n    after: [qa]\n"))
        .isEqualTo(
            "tagtrail.yaml:4: environments.prod.after: no such environment: 'qa' (there are dev, prod)");
    assertThat(
            refused("environments: {dev: {}}\napplications:\n  shop:\n    environments: [prod]\n"))
        .isEqualTo(
            "tagtrail.yaml:4: applications.shop.environments: no such environment: prod (there are dev)");
  }

  @Test
  void two_aliases_cannot_have_the_same_location() {
    assertThat(
            refused(
                """
                environments: {dev: {}}
                applications:
                  shop: {location: "ghcr.io/acme/shop:dev"}
                  blog: {location: "oci://GHCR.IO/acme/shop:{environment}"}
                """))
        .isEqualTo(
            "/work/tagtrail.yaml: shop/dev and blog/dev have the same location, ghcr.io/acme/shop:dev");
  }

  @Test
  void an_environment_that_flux_would_take_for_a_version_is_refused() {
    for (var name : new String[] {"1", "v2", "2026-prod"}) {
      assertThat(refused("environments:\n  dev: {}\n  %s: {}\n".formatted(name)))
          .startsWith("tagtrail.yaml:3: environments." + name)
          .contains("parses as a version");
    }
  }

  @Test
  void a_tag_that_looks_like_a_version_or_a_keep_tag_is_refused() {
    for (var tag : new String[] {"1.2.3", "v1", "prod.42"}) {
      assertThat(
              refused(
                  "environments: {prod: {}}\napplications: {shop: {location: \"r.example/s:%s\"}}"
                      .formatted(tag)))
          .contains("shop/prod must not look like a version")
          .endsWith(": " + tag);
    }
  }

  @Test
  void names_of_another_form_are_refused() {
    assertThat(refused("environments: {Prod: {}}"))
        .contains("environments.Prod: not an environment name");
    assertThat(refused("environments: {dev: {}}\napplications:\n  Shop: {}\n"))
        .startsWith("tagtrail.yaml:3: applications.Shop: not an application name");
    assertThat(refused("environments: {\"a\\u202Eb\": {}}"))
        .contains("<U+202E>")
        .doesNotContain("\u202E");
  }

  @Test
  void a_file_without_environments_is_refused() {
    for (var text : new String[] {"version: 1", "environments: {}", "environments:"}) {
      assertThat(refused(text)).contains("environments must name at least one");
    }
  }

  @Test
  void an_application_without_a_location_is_refused() {
    assertThat(refused("environments: {dev: {}}\napplications:\n  shop: {}\n"))
        .startsWith("tagtrail.yaml:3: applications.shop has no location for dev: give one");
  }

  @Test
  void locations_that_are_none_are_refused() {
    assertThat(located("ghcr.io/acme/{application}")).contains("a location needs a tag");
    assertThat(located("ghcr.io:443/acme/{application}")).contains("a location needs a tag");
    assertThat(located("ghcr.io/acme/{app}:{environment}"))
        .contains("knows {application} and {environment} only");
    assertThat(located("ghcr.io/acme/shop:prod@sha256:" + "0".repeat(64)))
        .contains("not a location");
    assertThat(located("ghcr.io/Acme/shop:prod")).contains("not a repository name");
    assertThat(located("ghcr.io/acme/shop:{environment} ")).contains("not a tag");
    assertThat(located("ghcr.io:99999/acme/shop:prod")).contains("a port is at most 65535");
  }

  @Test
  void wrong_types_are_refused() {
    assertThat(refused("[a, b]")).isEqualTo("tagtrail.yaml:1: the document must be a mapping");
    assertThat(refused("just text")).contains("the document must be a mapping");
    assertThat(refused("environments: [dev]")).contains("environments must be a mapping");
    assertThat(refused("environments: {dev: 1}")).contains("environments.dev must be a mapping");
    assertThat(refused("environments: {dev: {after: dev}}"))
        .contains("environments.dev.after must be a list, as in [a, b]");
    assertThat(refused("environments: {dev: {required: [[mover]]}}"))
        .contains("must be a list of texts");
    assertThat(refused("environments: {dev: {after: [null]}}")).contains("must be a list of texts");
    assertThat(refused("environments: {dev: {attach: yes}}")).contains("must be true or false");
    assertThat(refused("environments: {dev: {attach: \"true\"}}"))
        .contains("must be true or false");
    assertThat(refused("environments: {dev: {rollback: {keep: ten}}}"))
        .contains("must be a whole number");
    assertThat(refused("environments: {dev: {rollback: {keep: 1.5}}}"))
        .contains("must be a whole number");
    assertThat(refused("environments: {dev: {rollback: {keep: 99999999999}}}"))
        .contains("must be a whole number");
    assertThat(refused("environments: {dev: {rollback: {window: 90}}}"))
        .contains("must be a text, and YAML reads another type: quote it");
    assertThat(refused("environments: {dev: {}}\nlocation:\n"))
        .isEqualTo("tagtrail.yaml:2: location must be a text");
    assertThat(refused("ledger: [a]\nenvironments: {dev: {}}")).contains("ledger must be a text");
    assertThat(refused("ledger: \"a\\0b\"\nenvironments: {dev: {}}"))
        .startsWith("tagtrail.yaml:1: ledger: ");
    assertThat(refused("? [a]\n: b\n")).contains("Non scalar key");
  }

  @Test
  void values_out_of_bounds_are_refused() {
    assertThat(refused("version: 2\nenvironments: {dev: {}}"))
        .isEqualTo("tagtrail.yaml:1: version must be 1: this Tagtrail knows no other");
    assertThat(refused("environments: {dev: {rollback: {keep: 0}}}"))
        .contains("keep of dev must be 1 to 1000");
    assertThat(refused("environments: {dev: {rollback: {keep: -3}}}"))
        .contains("keep of dev must be 1 to 1000");
    assertThat(refused("environments: {dev: {rollback: {window: 0d}}}"))
        .contains("the rollback window of dev must be positive");
    assertThat(refused("environments:\n  dev:\n    rollback: {window: 3 months}\n"))
        .startsWith("tagtrail.yaml:3: environments.dev.rollback.window: not a duration")
        .contains("90d, 12h, 30m, 10s, 250ms");
    assertThat(refused("environments: {dev: {write: {settle: 31d}}}"))
        .contains("environments.dev.write: a time of the write must be 0 to 30 days");
    assertThat(refused("environments: {dev: {write: {deadline: 0s}}}"))
        .contains("the deadline of a write cannot be zero");
    assertThat(refused("environments: {dev: {maturity: L5}}")).contains("must be L1, L2, L3 or L4");
    assertThat(refused("environments: {dev: {required: [movers]}}"))
        .contains("not a field that can be required: movers");
  }

  @Test
  void what_is_there_twice_is_refused() {
    assertThat(refused("environments:\n  dev: {}\n  dev: {}\n"))
        .isEqualTo("tagtrail.yaml:3: the key is there twice: dev");
    assertThat(refused("environments: {dev: {required: [mover, mover]}}"))
        .contains("environments.dev.required holds the same twice");
  }

  @Test
  void registries_that_would_silently_not_hold_are_refused() {
    for (var host : new String[] {"GHCR.io", "index.docker.io", "ghcr.io:443", "ghcr"}) {
      assertThat(refused(Yaml.SMALL + "registries:\n  \"%s\": {http: true}\n".formatted(host)))
          .startsWith("tagtrail.yaml:5: registries." + host + ": not the name of a registry");
    }
    assertThat(refused(Yaml.SMALL + "registries: {\"ghcr.io/acme\": {}}"))
        .contains("not the name of a registry");
    assertThat(refused(Yaml.SMALL + "registries:\n  ghcr.io: {username: bot}\n"))
        .isEqualTo(
            "tagtrail.yaml:5: registries.ghcr.io: a username goes with passwordEnv or passwordFile,"
                + " and they with it");
    assertThat(refused(Yaml.SMALL + "registries: {ghcr.io: {passwordEnv: P}}"))
        .contains("a username goes with");
    assertThat(
            refused(
                Yaml.SMALL
                    + "registries: {ghcr.io: {username: b, passwordEnv: P, passwordFile: f}}"))
        .contains("passwordEnv and passwordFile exclude each other");
  }

  @Test
  void what_is_not_yaml_is_refused_with_its_line() {
    assertThat(refused("environments:\n\tdev: {}\n"))
        .startsWith("tagtrail.yaml:2: not YAML: ")
        .contains("(TAB)");
    assertThat(refused("environments: {dev: {}\n")).contains("not YAML");
    assertThat(refused("a: b: c")).startsWith("tagtrail.yaml:1: not YAML: ");
    assertThat(refused("environments: {dev: {}}\n---\nenvironments: {dev: {}}\n"))
        .contains("not YAML");
    assertThat(refused("environments: {dev: \u0007}")).contains("not YAML");
    assertThat(refused("environments: *gone")).contains("not YAML");
    assertThat(refused(""))
        .isEqualTo("tagtrail.yaml: the file is empty (tagtrail init writes one)");
    assertThat(refused("# nothing\n")).contains("the file is empty");
  }

  @Test
  void an_alias_bomb_is_refused_before_it_goes_off() {
    var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [".formatted(i, i));
      bomb.append("*a%d, ".formatted(i - 1).repeat(9)).append("]\n");
    }
    assertThat(refused(bomb.append("environments: {dev: {}}\n").toString())).contains("not YAML");
  }

  @Test
  void a_mapping_that_holds_itself_is_refused() {
    assertThat(refused("environments: &e {dev: {rollback: *e}}")).contains("unknown key");
  }

  @Test
  void deep_nesting_is_refused() {
    assertThat(refused("environments: " + "[".repeat(200_000))).startsWith("tagtrail.yaml");
    assertThat(refused("environments: " + "{a: ".repeat(100_000))).startsWith("tagtrail.yaml");
  }

  @Test
  void a_text_that_is_too_long_is_refused() {
    assertThat(refused("#".repeat((1 << 20) + 1)))
        .isEqualTo("tagtrail.yaml: more than 1 MiB is no configuration");
  }

  @Test
  void a_huge_file_is_refused_without_being_read_whole(@TempDir Path folder) throws Exception {
    var file = folder.resolve("tagtrail.yaml");
    try (var out = new java.io.RandomAccessFile(file.toFile(), "rw")) {
      out.setLength(3L << 30);
    }
    assertThat(unreadable(file)).isEqualTo(file + ": more than 1 MiB is no configuration");
  }

  @Test
  void files_that_cannot_be_read_are_refused(@TempDir Path folder) throws Exception {
    var missing = folder.resolve("tagtrail.yaml");
    assertThat(unreadable(missing))
        .isEqualTo(missing + ": there is no such file (tagtrail init writes one)");
    assertThat(unreadable(folder)).startsWith(folder + " cannot be read: ");
    var latin = folder.resolve("latin.yaml");
    Files.write(latin, new byte[] {'#', (byte) 0xe9, '\n'});
    assertThat(unreadable(latin)).isEqualTo(latin + ": not UTF-8");
  }

  private static String located(String location) {
    return refused(
        "environments: {prod: {}}\napplications:\n  shop: {location: \"%s\"}\n"
            .formatted(location));
  }

  private static String refused(String text) {
    return message(() -> Yaml.read(text));
  }

  private static String unreadable(Path file) {
    return message(() -> ConfigReader.read(file, Map.of()));
  }

  private static String message(org.assertj.core.api.ThrowableAssert.ThrowingCallable read) {
    var refusal = catchThrowableOfType(ConfigException.class, read);
    assertThat(refusal).as("it must be refused").isNotNull();
    return Objects.requireNonNull(refusal.getMessage());
  }
}
