package io.tagtrail.oci.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.registry.RegistryException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DockerConfigTest {
  @TempDir Path folder;

  private Credentials config(String json) throws IOException {
    Files.writeString(folder.resolve("config.json"), json);
    return new DockerConfig(
        folder.resolve("config.json"),
        new CredentialHelper(Duration.ofSeconds(2), folder + "/docker-credential-"));
  }

  private void helper(String name, String script) throws IOException {
    var file = folder.resolve("docker-credential-" + name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void auth_is_base64_of_user_and_password() throws IOException {
    var config = config("{\"auths\":{\"ghcr.io\":{\"auth\":\"%s\"}}}".formatted(base64("u:p:q")));
    assertThat(config.login("ghcr.io")).isEqualTo(new Login.Basic("u", "p:q"));
    assertThat(config.login("other.io")).isEqualTo(Login.None.NONE);
  }

  @Test
  void docker_hub_is_found_under_its_old_name() throws IOException {
    var config =
        config(
            "{\"auths\":{\"https://index.docker.io/v1/\":{\"username\":\"u\",\"password\":\"p\"}}}");
    assertThat(config.login("docker.io")).isEqualTo(new Login.Basic("u", "p"));
  }

  @Test
  void a_key_with_a_scheme_names_the_host_and_one_with_a_path_does_not() throws IOException {
    var config =
        config(
            """
            {"auths":{"https://reg.example:5000":{"username":"u","password":"p"},
            "ghcr.io/acme":{"username":"x","password":"y"}}}\
            """);
    assertThat(config.login("reg.example:5000")).isEqualTo(new Login.Basic("u", "p"));
    assertThat(config.login("ghcr.io")).isEqualTo(Login.None.NONE);
  }

  @Test
  void tokens_come_before_passwords() throws IOException {
    var config =
        config(
            """
            {"auths":{"a.io":{"auth":"%s","identitytoken":"refresh"},
            "b.io":{"registrytoken":"bearer"}}}\
            """
                .formatted(base64("u:p")));
    assertThat(config.login("a.io")).isEqualTo(new Login.Identity("refresh"));
    assertThat(config.login("b.io")).isEqualTo(new Login.Bearer("bearer"));
  }

  @Test
  void a_helper_for_the_host_comes_first() throws IOException {
    helper(
        "ecr-login",
        "read h; echo \"{\\\"Username\\\":\\\"AWS\\\",\\\"Secret\\\":\\\"$1 $h\\\"}\"");
    var config =
        config(
            """
            {"credHelpers":{"ecr.example":"ecr-login"},
            "auths":{"ecr.example":{"username":"u","password":"p"}}}\
            """);
    assertThat(config.login("ecr.example")).isEqualTo(new Login.Basic("AWS", "get ecr.example"));
  }

  @Test
  void the_store_answers_for_every_host_and_the_file_where_it_knows_nothing() throws IOException {
    helper("store", "echo 'credentials not found in native keychain'; exit 1");
    var config =
        config(
            """
            {"credsStore":"store","auths":{"a.io":{"username":"u","password":"p"}}}\
            """);
    assertThat(config.login("a.io")).isEqualTo(new Login.Basic("u", "p"));
    assertThat(config.login("b.io")).isEqualTo(Login.None.NONE);
  }

  @Test
  void a_helper_can_give_a_refresh_token() throws IOException {
    helper("store", "echo '{\"Username\":\"<token>\",\"Secret\":\"refresh\"}'");
    assertThat(config("{\"credsStore\":\"store\"}").login("a.io"))
        .isEqualTo(new Login.Identity("refresh"));
  }

  @Test
  void what_a_failing_helper_prints_is_not_shown() throws IOException {
    helper("store", "echo 'topsecret'; echo topsecret >&2; exit 3");
    var config = config("{\"credsStore\":\"store\"}");
    assertThatThrownBy(() -> config.login("a.io"))
        .isInstanceOf(RegistryException.class)
        .hasMessageContaining("exit code 3")
        .hasMessageNotContaining("topsecret");
    helper("store", "echo 'topsecret is no JSON'");
    assertThatThrownBy(() -> config.login("a.io"))
        .hasMessageContaining("not JSON")
        .hasMessageNotContaining("topsecret");
  }

  @Test
  void a_helper_that_hangs_is_ended() throws IOException {
    helper("store", "sleep 30");
    var config = config("{\"credsStore\":\"store\"}");
    long start = System.nanoTime();
    assertThatThrownBy(() -> config.login("a.io"))
        .hasMessageContaining("did not answer within 2 s");
    assertThat(System.nanoTime() - start).isLessThan(10_000_000_000L);
  }

  @Test
  void a_helper_is_named_by_a_plain_word_only() throws IOException {
    var config = config("{\"credsStore\":\"../../bin/sh\"}");
    assertThatThrownBy(() -> config.login("a.io"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("not the name of a credential helper");
  }

  @Test
  void a_helper_that_is_not_there_is_named() throws IOException {
    var config = config("{\"credHelpers\":{\"a.io\":\"none\"}}");
    assertThatThrownBy(() -> config.login("a.io")).hasMessageContaining("docker-credential-none");
  }

  @Test
  void a_broken_file_is_named_and_not_quoted() throws IOException {
    var config = config("{\"auths\": topsecret");
    assertThatThrownBy(() -> config.login("a.io"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("config.json")
        .hasMessageNotContaining("topsecret");
    var bad = config("{\"auths\":{\"a.io\":{\"auth\":\"%%topsecret%%\"}}}");
    assertThatThrownBy(() -> bad.login("a.io"))
        .hasMessageContaining("base64")
        .hasMessageNotContaining("topsecret");
  }

  @Test
  void no_file_is_no_login() {
    var environment = Map.of("DOCKER_CONFIG", folder.resolve("none").toString());
    assertThat(DockerConfig.of(environment).login("a.io")).isEqualTo(Login.None.NONE);
  }

  @Test
  void the_folder_comes_from_the_environment() throws IOException {
    config("{\"auths\":{\"a.io\":{\"username\":\"u\",\"password\":\"p\"}}}");
    var login = DockerConfig.of(Map.of("DOCKER_CONFIG", folder.toString())).login("a.io");
    assertThat(login).isEqualTo(new Login.Basic("u", "p"));
    assertThat(login.toString()).doesNotContain("p]");
  }

  @Test
  void the_environment_gives_a_login_to_its_host_only() {
    var environment =
        Map.of(
            "TAGTRAIL_REGISTRY_HOST", "index.docker.io",
            "TAGTRAIL_REGISTRY_USER", "u",
            "TAGTRAIL_REGISTRY_PASSWORD", "p");
    assertThat(Credentials.standard(environment).login("docker.io"))
        .isEqualTo(new Login.Basic("u", "p"));
    assertThat(new EnvironmentCredentials(environment).login("evil.example"))
        .isEqualTo(Login.None.NONE);
    assertThatThrownBy(() ->
            new EnvironmentCredentials(Map.of("TAGTRAIL_REGISTRY_PASSWORD", "topsecret"))
                .login("a.io"))
        .hasMessageContaining("TAGTRAIL_REGISTRY_HOST")
        .hasMessageNotContaining("topsecret");
  }
}
