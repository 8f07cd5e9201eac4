package io.tagtrail.server.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SavedLoginsTest {
  private static final URI SERVER = URI.create("https://tagtrail.acme.example");

  @TempDir private Path home = Path.of("");

  @Test
  void a_sign_in_is_read_back_and_forgotten() throws Exception {
    var logins = logins();
    assertThat(logins.read(SERVER)).isEmpty();
    logins.write(login(SERVER, "refresh"));

    assertThat(logins.read(SERVER)).contains(login(SERVER, "refresh"));
    assertThat(logins.read(URI.create("https://TAGTRAIL.acme.example/")))
        .contains(login(SERVER, "refresh"));
    assertThat(logins.read(URI.create("https://tagtrail.acme.example:8443"))).isEmpty();
    assertThat(logins.read(URI.create("http://tagtrail.acme.example"))).isEmpty();
    assertThat(logins.forget(SERVER)).isTrue();
    assertThat(logins.forget(SERVER)).isFalse();
    assertThat(logins.read(SERVER)).isEmpty();
  }

  @Test
  void nobody_else_can_read_it() throws Exception {
    var logins = logins();
    logins.write(login(SERVER, null));
    var folder = home.resolve(".config/tagtrail/logins");
    try (var files = Files.list(folder)) {
      var all = files.toList();
      assertThat(all).hasSize(1);
      var file = all.getFirst();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");

      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
      assertThatThrownBy(() -> logins.read(SERVER))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("others can read")
          .hasMessageNotContaining("bearer");
    }
  }

  @Test
  void a_damaged_file_is_said_without_what_is_in_it() throws Exception {
    var logins = logins();
    logins.write(login(SERVER, null));
    try (var files = Files.list(home.resolve(".config/tagtrail/logins"))) {
      var file = files.toList().getFirst();
      for (var text : List.of("", "{\"bearer\":\"s3cr3t\"", "{\"bearer\":\"s3cr3t\"}", "[]")) {
        Files.writeString(file, text);
        assertThatThrownBy(() -> logins.read(SERVER))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("cannot be used")
            .hasMessageNotContaining("s3cr3t");
      }
    }
  }

  @Test
  void the_folder_is_where_the_user_has_it() {
    var elsewhere = home.resolve("xdg");
    var one = SavedLogins.of(Map.of("XDG_CONFIG_HOME", elsewhere.toString()), home);
    var relative = SavedLogins.of(Map.of("XDG_CONFIG_HOME", "xdg"), home);

    assertThat(write(one)).exists();
    assertThat(elsewhere.resolve("tagtrail/logins")).isDirectory();
    assertThat(write(relative)).exists();
    assertThat(home.resolve(".config/tagtrail/logins")).isDirectory();
  }

  @Test
  void a_bearer_is_refreshed_when_it_is_about_to_end_and_kept() throws Exception {
    var clock = new TestClock();
    try (var issuer = TestIssuer.start(clock)) {
      var logins = logins();
      logins.write(signedIn(issuer, clock));
      SavedLogins.Client client = login -> device(issuer, clock);
      var first = token(logins.bearer(SERVER, clock.instant(), client));
      clock.advance(Duration.ofSeconds(200));
      assertThat(token(logins.bearer(SERVER, clock.instant(), client))).isEqualTo(first);

      clock.advance(Duration.ofSeconds(60));
      var second = token(logins.bearer(SERVER, clock.instant(), client));
      assertThat(second).isNotEqualTo(first);
      assertThat(logins.read(SERVER).orElseThrow().bearer()).isEqualTo(second);

      issuer.grants().revokeRefreshToken();
      clock.advance(Duration.ofHours(1));
      var ended = logins.bearer(SERVER, clock.instant(), client);
      assertThat(ended).isInstanceOf(SavedLogins.Bearer.Ended.class);
      assertThat(((SavedLogins.Bearer.Ended) ended).why()).contains("tagtrail login");
      assertThat(logins.bearer(URI.create("https://other.example"), clock.instant(), client))
          .isInstanceOf(SavedLogins.Bearer.None.class);
    }
  }

  @Test
  void without_a_refresh_token_the_bearer_counts_to_its_end() throws Exception {
    var logins = logins();
    var login = login(SERVER, null);
    logins.write(login);
    SavedLogins.Client nobody =
        _ -> {
          throw new AssertionError("there is nothing to refresh with");
        };

    assertThat(token(logins.bearer(SERVER, login.expires().minusSeconds(1), nobody)))
        .isEqualTo("bearer");
    assertThat(logins.bearer(SERVER, login.expires(), nobody))
        .isInstanceOf(SavedLogins.Bearer.Ended.class);
  }

  @Test
  void nothing_prints_a_secret() {
    assertThat(login(SERVER, "refresh").toString()).doesNotContain("bearer", "refresh");
    assertThat(new SavedLogins.Bearer.Token("secret").toString()).doesNotContain("secret");
  }

  private SavedLogins logins() {
    return SavedLogins.of(Map.of(), home);
  }

  private Path write(SavedLogins logins) {
    try {
      logins.write(login(SERVER, null));
      assertThat(logins.read(SERVER)).isPresent();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return home;
  }

  private static String token(SavedLogins.Bearer bearer) {
    assertThat(bearer).isInstanceOf(SavedLogins.Bearer.Token.class);
    return ((SavedLogins.Bearer.Token) bearer).token();
  }

  private static DeviceLogin device(TestIssuer issuer, TestClock clock) {
    return new DeviceLogin(issuer.uri(), TestGrants.CLIENT, List.of("openid"), null, clock);
  }

  private static SavedLogin signedIn(TestIssuer issuer, TestClock clock) throws Exception {
    try (var device = device(issuer, clock)) {
      var granted = (DeviceLogin.Polled.Granted) device.poll(device.start());
      return login(SERVER, null).with(granted.tokens());
    }
  }

  private static SavedLogin login(URI server, @org.jspecify.annotations.Nullable String refresh) {
    return new SavedLogin(
        server,
        URI.create("https://idp.acme.example"),
        "cli",
        List.of("openid"),
        "bearer",
        refresh,
        Instant.parse("2026-11-22T10:00:00Z"));
  }
}
