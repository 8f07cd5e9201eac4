package io.tagtrail.flux.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecPluginTest {
  private static final String VERSION = "client.authentication.k8s.io/v1";
  @TempDir Path folder;

  private ExecPlugin plugin(String script, Duration patience) throws Exception {
    var file = folder.resolve("plugin.sh");
    Files.writeString(file, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    return new ExecPlugin(
        ExecPlugin.command(folder, "./plugin.sh", List.of("a b")),
        Map.of("COLOUR", "blue"),
        folder,
        VERSION,
        null,
        patience);
  }

  private static String credential(String status) {
    return "cat <<EOF\n{\"apiVersion\":\"%s\",\"kind\":\"ExecCredential\",\"status\":%s}\nEOF\n"
        .formatted(VERSION, status);
  }

  @Test
  void it_is_run_once_and_again_when_its_credential_expires() throws Exception {
    var plugin =
        plugin(
            "echo run >> runs\n"
                + credential(
                    "{\"token\":\"t-$(wc -l < runs)-$1-$COLOUR\",\"expirationTimestamp\":\"2026-01-01T01:00:00Z\"}"),
            Duration.ofSeconds(10));
    InstantSource before = () -> Instant.parse("2026-01-01T00:00:00Z");
    assertThat(plugin.credential(before).token()).isEqualTo("t-1-a b-blue");
    assertThat(plugin.credential(before).token()).isEqualTo("t-1-a b-blue");
    assertThat(plugin.credential(() -> Instant.parse("2026-01-01T00:59:55Z")).token())
        .startsWith("t-2-");
    plugin.forget();
    assertThat(plugin.credential(before).token()).startsWith("t-3-");
    assertThat(plugin.credential(before).toString()).doesNotContain("t-3");
  }

  @Test
  void it_is_told_which_form_to_print_and_that_nobody_is_there() throws Exception {
    var plugin =
        plugin(
            "printf '%s' \"$KUBERNETES_EXEC_INFO\" > info\n" + credential("{\"token\":\"t\"}"),
            Duration.ofSeconds(10));
    assertThat(plugin.credential(InstantSource.system()).token()).isEqualTo("t");
    assertThat(Files.readString(folder.resolve("info")))
        .isEqualTo(
            "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\",\"spec\":{\"interactive\":false}}");
  }

  @Test
  void one_that_does_not_end_is_ended() throws Exception {
    long began = System.nanoTime();
    var plugin = plugin("sleep 60 & sleep 60", Duration.ofMillis(300));
    assertThatThrownBy(() -> plugin.credential(InstantSource.system()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("did not end within");
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
  }

  @Test
  void one_that_fails_says_why_and_one_that_prints_nonsense_is_not_quoted() throws Exception {
    var failing = plugin("echo 'sign in first' >&2; exit 3", Duration.ofSeconds(10));
    assertThatThrownBy(() -> failing.credential(InstantSource.system()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("ended with 3: sign in first");
    var nonsense = plugin("echo '{\"token\": secret-7'", Duration.ofSeconds(10));
    assertThatThrownBy(() -> nonsense.credential(InstantSource.system()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("printed no JSON")
        .hasMessageNotContaining("secret-7");
    var endless = plugin("head -c 3000000 /dev/zero", Duration.ofSeconds(10));
    assertThatThrownBy(() -> endless.credential(InstantSource.system()))
        .isInstanceOf(InvalidValueException.class);
    var other = plugin(credential("{}"), Duration.ofSeconds(10));
    assertThatThrownBy(() -> other.credential(InstantSource.system()))
        .hasMessageContaining("neither a token nor a certificate");
    var absent =
        new ExecPlugin(
            List.of("no-such-program-here"),
            Map.of(),
            folder,
            VERSION,
            null,
            Duration.ofSeconds(1));
    assertThatThrownBy(() -> absent.credential(InstantSource.system()))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("cannot be run");
  }
}
