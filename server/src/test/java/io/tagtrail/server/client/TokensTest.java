package io.tagtrail.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.wire.UnauthenticatedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokensTest {
  private static final ServerAddress SERVER = ServerAddress.parse("https://t.example", false);

  @TempDir Path folder = Path.of("set by JUnit");
  private final Map<String, String> environment = new HashMap<>();

  private TokenSource.@Nullable Token found(@Nullable String named) {
    return Tokens.of(environment, named, SERVER, TokenSource.of("saved", "login")).token();
  }

  private @Nullable String secret(@Nullable String named) {
    var token = found(named);
    return token == null ? null : token.secret();
  }

  @Test
  void the_variable_that_was_named_wins_then_ours_then_the_file_then_the_jobs_then_the_login()
      throws IOException {
    assertThat(secret(null)).isEqualTo("saved");
    environment.put("TAGTRAIL_ID_TOKEN", "gitlab");
    assertThat(secret(null)).isEqualTo("gitlab");
    var file = Files.writeString(folder.resolve("token"), "filed\n");
    environment.put("TAGTRAIL_TOKEN_FILE", file.toString());
    assertThat(secret(null)).isEqualTo("filed");
    environment.put("TAGTRAIL_TOKEN", " given ");
    assertThat(secret(null)).isEqualTo("given");
    environment.put("OWN", "named");
    assertThat(secret("OWN")).isEqualTo("named");
  }

  @Test
  void what_should_be_there_and_is_not_is_said_and_nothing_else_is_taken_instead() {
    assertThatThrownBy(() -> found("MISSING"))
        .isInstanceOf(UnauthenticatedException.class)
        .hasMessageContaining("MISSING");
    environment.put("TAGTRAIL_TOKEN_FILE", folder.resolve("none").toString());
    assertThatThrownBy(() -> found(null)).isInstanceOf(UnauthenticatedException.class);
  }

  @Test
  void what_would_break_a_header_is_not_a_token_and_is_not_shown() {
    environment.put("TAGTRAIL_TOKEN", "a\r\nX-Evil: 1");
    assertThatThrownBy(() -> found(null))
        .isInstanceOf(UnauthenticatedException.class)
        .message()
        .contains("TAGTRAIL_TOKEN")
        .doesNotContain("Evil");
    environment.put("TAGTRAIL_TOKEN", "good");
    assertThat(String.valueOf(found(null))).doesNotContain("good");
  }

  @Test
  void a_job_of_github_actions_asks_for_a_token_for_this_server() {
    try (var github = new ToldServer().then(200, "{\"count\":3,\"value\":\"e.y.J\"}")) {
      environment.put(GitHubIdToken.URL, github.uri() + "/token?api-version=2");
      environment.put(GitHubIdToken.TOKEN, "request-secret");
      assertThat(secret(null)).isEqualTo("e.y.J");
      assertThat(github.asked)
          .containsExactly(
              "GET /token?api-version=2&audience=https%3A%2F%2Ft.example Bearer request-secret");
    }
  }

  @Test
  void a_github_that_gives_no_token_is_said_without_what_it_answered() {
    try (var github = new ToldServer().then(200, "{\"value\":7,\"x\":\"hush\"}")) {
      environment.put(GitHubIdToken.URL, github.uri() + "/token");
      environment.put(GitHubIdToken.TOKEN, "request-secret");
      assertThatThrownBy(() -> found(null))
          .isInstanceOf(UnauthenticatedException.class)
          .message()
          .contains("GitHub Actions")
          .doesNotContain("hush", "request-secret");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "tagtrail.example",
        "ftp://tagtrail.example",
        "http://tagtrail.example",
        "http://127.0.0.1.evil.example",
        "https://user:pw@tagtrail.example",
        "https://tagtrail.example?x=1",
        "https://tagtrail.example#x",
        "https://",
        "http://[::2]:8480",
        "https://a b"
      })
  void what_is_no_address_of_a_server_is_refused(String text) {
    assertThatThrownBy(() -> ServerAddress.parse(text, false))
        .isInstanceOf(InvalidValueException.class)
        .message()
        .doesNotContain("pw");
  }

  @Test
  void a_server_may_be_under_a_path_on_this_machine_or_anywhere_with_https() {
    assertThat(ServerAddress.parse("https://x.example/tagtrail/", false).at("/api"))
        .hasToString("https://x.example/tagtrail/api");
    for (var local : new String[] {"http://localhost:1", "http://127.0.0.2:1", "http://[::1]:1"}) {
      assertThat(ServerAddress.parse(local, false)).hasToString(local);
    }
    assertThat(ServerAddress.parse("http://x.example", true)).hasToString("http://x.example");
  }
}
