package io.tagtrail.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.networknt.schema.Schema;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.contract.Docs;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Receivers and hooks: what the reader takes, the schema takes too, and the reverse.
final class FluxConfigTest {
  private static final Schema SCHEMA = Docs.schema("tagtrail.schema.json");

  private static String text(String flux) {
    return "environments: {dev: {}}\nflux: " + flux + "\n";
  }

  private static FluxConfig read(String flux) {
    return ConfigReader.parse(Path.of("/work/tagtrail.yaml"), text(flux), Map.of()).around().flux();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{receivers: , hooks: }",
        "{receivers: [{name: a, type: generic, url: \"https://a.b/hook/c\", on: \"*/*\"}]}",
        "{receivers: [{name: a, type: generic, urlFile: x, on: [shop/prod, shop/dev]}]}",
        "{receivers: [{name: a, type: generic-hmac, urlEnv: X, secretEnv: Y, on: \"*/prod\"}]}",
        "{receivers: [{name: a, type: generic-oidc, url: \"https://a\", tokenFile: t, on: \"a/b\"}]}",
        "{receivers: [{name: a, type: webhook, url: \"http://a/\", on: \"a/b\", insecure: true,"
            + " timeout: 3s, ca: x}]}",
        "{receivers: [{name: a, type: webhook, url: \"http://127.0.0.1:1/\", on: \"a/b\"}]}",
        "{hooks: [{name: a, type: flux, cluster: eu, secretEnv: X}]}",
        "{hooks: [{name: a, type: flux, cluster: eu, auth: hmac, secretFile: x}]}",
        "{hooks: [{name: a, type: flux-raw, cluster: eu, secretFile: x}]}",
        "{hooks: [{name: a, type: zot, registry: \"r.example\", secretFile: x}, {name: a, type: flux,"
            + " cluster: eu, secretFile: x}]}",
        "{hooks: [{name: a, type: ghcr, registry: ghcr.io, secretFile: x}]}",
        "{hooks: [{name: a, type: docker-hub, registry: docker.io, auth: token, secretFile: x}]}",
        "{hooks: [{name: a, type: gar, registry: \"a.pkg.dev\", auth: caller, caller: \"https://a|b\"}]}",
        "{hooks: [{name: a, type: mapping, registry: \"r.b\", secretEnv: X, mapping: {repository: /a}}]}",
        "{hooks: [{name: a, type: mapping, registry: \"r.b\", secretEnv: X, mapping: {wrapped: /w,"
            + " items: [/a, /b], reference: /c, tag: /d, digest: /e, action: /f, actions: put,"
            + " deletes: [drop]}}]}",
      })
  void good(String flux) {
    assertThat(Docs.problems(SCHEMA, Yaml.asJson(text(flux)))).isEmpty();
    assertThat(read(flux)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{receivers: {}}",
        "{receivers: [{type: generic, url: \"https://a\", on: \"a/b\"}]}",
        "{receivers: [{name: A, type: generic, url: \"https://a\", on: \"a/b\"}]}",
        "{receivers: [{name: a, url: \"https://a\", on: \"a/b\"}]}",
        "{receivers: [{name: a, type: github, url: \"https://a\", on: \"a/b\"}]}",
        "{receivers: [{name: a, type: generic, url: \"https://a\"}]}",
        "{receivers: [{name: a, type: generic, url: \"https://a\", on: []}]}",
        "{receivers: [{name: a, type: generic, url: \"https://a\", on: shop}]}",
        "{receivers: [{name: a, type: generic, on: \"a/b\"}]}",
        "{receivers: [{name: a, type: generic, url: \"https://a\", urlEnv: X, on: \"a/b\"}]}",
        "{receivers: [{name: a, type: generic, url: \"ftp://a\", on: \"a/b\"}]}",
        "{receivers: [{name: a, type: generic, url: \"https://a\", secretEnv: X, on: \"a/b\"}]}",
        "{receivers: [{name: a, type: generic-hmac, url: \"https://a\", on: \"a/b\"}]}",
        "{receivers: [{name: a, type: generic-hmac, url: \"https://a\", tokenEnv: X, on: \"a/b\"}]}",
        "{receivers: [{name: a, type: generic-hmac, url: \"https://a\", secretEnv: X, secretFile: y,"
            + " on: \"a/b\"}]}",
        "{receivers: [{name: a, type: generic-oidc, url: \"https://a\", secretEnv: X, on: \"a/b\"}]}",
        "{receivers: [{name: a, type: generic, url: \"https://a\", on: \"a/b\", secret: x}]}",
        "{hooks: [{type: flux, cluster: eu, secretEnv: X}]}",
        "{hooks: [{name: a, secretEnv: X}]}",
        "{hooks: [{name: a, type: flux, cluster: eu}]}",
        "{hooks: [{name: a, type: flux, secretEnv: X}]}",
        "{hooks: [{name: a, type: flux-raw, secretEnv: X}]}",
        "{hooks: [{name: a, type: flux, cluster: eu, auth: token, secretEnv: X}]}",
        "{hooks: [{name: a, type: flux-raw, cluster: eu, auth: hmac, secretEnv: X}]}",
        "{hooks: [{name: a, type: flux, cluster: \"No!\", secretEnv: X}]}",
        "{hooks: [{name: a, type: flux, cluster: eu, registry: r.b, secretEnv: X}]}",
        "{hooks: [{name: a, type: zot, secretEnv: X}]}",
        "{hooks: [{name: a, type: zot, registry: shop, secretEnv: X}]}",
        "{hooks: [{name: a, type: zot, registry: index.docker.io, secretEnv: X}]}",
        "{hooks: [{name: a, type: zot, registry: r.b, cluster: eu, secretEnv: X}]}",
        "{hooks: [{name: a, type: nexus, registry: r.b, secretEnv: X}]}",
        "{hooks: [{name: a, type: zot, registry: r.b, auth: caller, secretEnv: X}]}",
        "{hooks: [{name: a, type: zot, registry: r.b, auth: caller, caller: a}]}",
        "{hooks: [{name: a, type: zot, registry: r.b, secretEnv: X, caller: \"a|b\"}]}",
        "{hooks: [{name: a, type: zot, registry: r.b, secretEnv: X, mapping: {repository: /a}}]}",
        "{hooks: [{name: a, type: mapping, registry: r.b, secretEnv: X}]}",
        "{hooks: [{name: a, type: mapping, registry: r.b, secretEnv: X, mapping: {tag: /a}}]}",
        "{hooks: [{name: a, type: mapping, registry: r.b, secretEnv: X, mapping: {repository: a}}]}",
        "{hooks: [{name: a, type: mapping, registry: r.b, secretEnv: X, mapping: {repository: /a,"
            + " actions: put}}]}",
      })
  void bad(String flux) {
    assertThat(Docs.problems(SCHEMA, Yaml.asJson(text(flux)))).isNotEmpty();
    assertThatThrownBy(() -> read(flux)).isInstanceOf(ConfigException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{receivers: [{name: a, type: generic, url: \"http://flux.example/\", on: \"a/b\"}]}",
        "{receivers: [{name: a, type: generic, url: \"https://u:p@flux.example/\", on: \"a/b\"}]}",
        "{receivers: [{name: a, type: generic, url: \"https://a\", on: \"a/b\", timeout: 2m}]}",
        "{receivers: [{name: a, type: generic, url: \"https://a\", on: \"a/b\"}, {name: a, type:"
            + " generic, url: \"https://b\", on: \"a/b\"}]}",
        "{hooks: [{name: a, type: zot, registry: r.b, secretEnv: X}, {name: a, type: quay, registry:"
            + " r.b, secretEnv: X}]}",
      })
  void only_the_reader_finds(String flux) {
    assertThat(Docs.problems(SCHEMA, Yaml.asJson(text(flux)))).isEmpty();
    assertThatThrownBy(() -> read(flux)).isInstanceOf(ConfigException.class);
  }

  @Test
  void a_receiver_is_told_of_the_aliases_of_its_patterns_and_never_shows_its_address() {
    var config =
        read(
            "{receivers: [{name: a, type: generic, url: \"https://flux.example/hook/secret\", on:"
                + " [\"*/prod-eu\", shop/dev]}]}");
    var receiver = config.receivers().getFirst();
    assertThat(receiver.takes(Alias.parse("cart/prod-eu"))).isTrue();
    assertThat(receiver.takes(Alias.parse("shop/dev"))).isTrue();
    assertThat(receiver.takes(Alias.parse("cart/dev"))).isFalse();
    assertThat(receiver.toString() + config).doesNotContain("secret");
  }

  @Test
  void an_address_that_is_a_secret_is_held_to_the_same_rules_and_never_quoted() {
    var receiver =
        read("{receivers: [{name: a, type: generic, urlEnv: HOOK, on: \"a/b\"}]}")
            .receivers()
            .getFirst();
    assertThat(receiver.address(Map.of("HOOK", "https://flux.example/hook/x")))
        .hasToString("https://flux.example/hook/x");
    assertThatThrownBy(() -> receiver.address(Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("HOOK");
    assertThatThrownBy(() -> receiver.address(Map.of("HOOK", "http://flux.example/hook/secret")))
        .isInstanceOf(ConfigException.class)
        .hasMessageNotContaining("hook/secret");
  }

  @Test
  void an_address_that_will_not_do_is_quoted_neither_in_the_message_nor_in_a_cause() {
    for (var address :
        List.of("http://flux.example/hook/very-secret", "https://u:very-secret@flux.example/")) {
      var receiver =
          "{receivers: [{name: a, type: generic, url: \"%s\", on: \"a/b\"}]}".formatted(address);
      assertThatThrownBy(() -> read(receiver))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("https")
          .hasStackTraceContaining("ConfigException")
          .satisfies(thrown -> assertThat(trace(thrown)).doesNotContain("very-secret"));
    }
    var read =
        read("{receivers: [{name: a, type: generic, urlEnv: HOOK, on: \"a/b\"}]}")
            .receivers()
            .getFirst();
    assertThatThrownBy(() -> read.address(Map.of("HOOK", "http://flux.example/very-secret")))
        .isInstanceOf(ConfigException.class)
        .satisfies(thrown -> assertThat(trace(thrown)).doesNotContain("very-secret"));
  }

  private static String trace(Throwable thrown) {
    var text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
