package io.tagtrail.gateway.embedded;

import static io.tagtrail.gateway.embedded.Client.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.gateway.protocol.ErrorCode;
import io.tagtrail.gateway.protocol.Outcome;
import io.tagtrail.gateway.protocol.RepositoryName;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
  private static final RepositoryName SHOP = new RepositoryName("acme/shop");

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path temp;

  @Test
  void a_folder_is_served_once() {
    try (var first = EmbeddedRegistry.start(temp, RegistryTest.loopback())) {
      assertThatThrownBy(() -> EmbeddedRegistry.start(temp, RegistryTest.loopback()))
          .isInstanceOf(EmbeddedRegistryException.class)
          .hasMessageContaining("is served by a process already")
          .hasMessageContaining("pid " + ProcessHandle.current().pid())
          .hasMessageContaining(temp.toString());
      assertThat(new Client(first).get("/v2/").statusCode()).isEqualTo(200);
    }
    EmbeddedRegistry.start(temp, RegistryTest.loopback()).close();
  }

  @Test
  void another_process_is_refused_too_also_after_this_one_was_refused() throws Exception {
    try (var first = EmbeddedRegistry.start(temp, RegistryTest.loopback())) {
      assertThatThrownBy(() -> EmbeddedRegistry.start(temp, RegistryTest.loopback()))
          .isInstanceOf(EmbeddedRegistryException.class);
      var other = ChildRegistry.launch(temp);
      assertThat(ChildRegistry.firstLine(other))
          .contains("is served by a process already (pid " + ProcessHandle.current().pid() + ")");
      assertThat(other.waitFor()).isEqualTo(3);
      assertThat(new Client(first).get("/v2/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_folder_of_something_else_is_left_alone() throws IOException {
    Files.writeString(temp.resolve("letter.txt"), "dear");
    assertThatThrownBy(() -> EmbeddedRegistry.start(temp, RegistryTest.loopback()))
        .isInstanceOf(EmbeddedRegistryException.class)
        .hasMessageContaining("not empty and not a registry's");
    try (var files = Files.list(temp)) {
      assertThat(files).containsExactly(temp.resolve("letter.txt"));
    }
  }

  @Test
  void a_folder_of_another_format_is_refused() throws IOException {
    Files.writeString(temp.resolve("format"), "tagtrail embedded registry 99\n");
    assertThatThrownBy(() -> EmbeddedRegistry.start(temp, RegistryTest.loopback()))
        .hasMessageContaining("another format");
  }

  @Test
  void a_missing_folder_is_made_and_a_file_is_none() throws IOException {
    EmbeddedRegistry.start(temp.resolve("a/b"), RegistryTest.loopback()).close();
    assertThat(temp.resolve("a/b/format")).exists();
    var file = Files.createFile(temp.resolve("file"));
    assertThatThrownBy(() -> EmbeddedRegistry.start(file, RegistryTest.loopback()))
        .isInstanceOf(EmbeddedRegistryException.class)
        .hasMessageContaining("cannot be used for a registry");
  }

  @Test
  void only_a_loopback_address_is_taken_unless_another_is_said_outright() {
    var everywhere = new InetSocketAddress("0.0.0.0", 0);
    assertThatThrownBy(() -> EmbeddedRegistry.start(temp, everywhere))
        .isInstanceOf(EmbeddedRegistryException.class)
        .hasMessageContaining("no authentication");
    try (var registry = EmbeddedRegistry.start(temp, everywhere, Exposure.ANY_ADDRESS)) {
      assertThat(registry.startLine()).contains("No authentication", "WHOEVER REACHES IT");
      assertThat(new Client(registry).get("/v2/").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void a_taken_port_is_said_and_the_folder_is_free_again() throws IOException {
    try (var taken = new ServerSocket(0, 1, RegistryTest.loopback().getAddress())) {
      var bind = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
      assertThatThrownBy(() -> EmbeddedRegistry.start(temp, bind))
          .isInstanceOf(EmbeddedRegistryException.class)
          .hasMessageContaining("cannot listen on")
          .hasMessageContaining(":" + taken.getLocalPort());
    }
    EmbeddedRegistry.start(temp, RegistryTest.loopback()).close();
  }

  @Test
  void the_host_is_what_a_reference_begins_with() {
    try (var registry = EmbeddedRegistry.start(temp, RegistryTest.loopback())) {
      assertThat(registry.host()).matches("127\\.0\\.0\\.1:[0-9]+");
      assertThat(registry.uri()).hasToString("http://" + registry.host());
      assertThat(registry.startLine())
          .contains(registry.host(), temp.toString(), "No authentication", "trial");
    }
  }

  @Test
  void uploads_that_nobody_touched_for_a_day_are_thrown_away_at_start() throws IOException {
    var now = Instant.now();
    var store = FolderStore.open(temp, Clock.fixed(now, ZoneOffset.UTC));
    var id = store.uploads().start(SHOP, null);
    store.uploads().append(SHOP, id, new ByteArrayInputStream(utf8("abc")), null);
    store.close();

    var soon = Clock.fixed(now.plus(Duration.ofHours(23)), ZoneOffset.UTC);
    store = FolderStore.open(temp, soon);
    assertThat(store.uploads().size(SHOP, id)).isEqualTo(new Outcome.Done<>(3L));
    store.close();

    var late = Clock.fixed(now.plus(Duration.ofHours(25)), ZoneOffset.UTC);
    store = FolderStore.open(temp, late);
    assertThat(store.uploads().size(SHOP, id))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            it -> assertThat(it.error().code()).isEqualTo(ErrorCode.BLOB_UPLOAD_UNKNOWN));
    store.close();
    assertThat(temp.resolve("uploads")).isEmptyDirectory();
  }

  @Test
  void what_a_crash_left_half_written_is_thrown_away_at_start() throws IOException {
    EmbeddedRegistry.start(temp, RegistryTest.loopback()).close();
    Files.writeString(temp.resolve("tmp/left"), "half");
    EmbeddedRegistry.start(temp, RegistryTest.loopback()).close();
    assertThat(temp.resolve("tmp")).isEmptyDirectory();
  }
}
