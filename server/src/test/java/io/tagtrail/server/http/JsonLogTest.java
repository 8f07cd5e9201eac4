package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.json.JsonReader;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A server in a process of its own: what it logs, and how it ends on SIGTERM.
final class JsonLogTest {
  @TempDir Path folder = Path.of("set by JUnit");

  @Test
  void every_line_is_one_object_and_no_line_holds_the_token() throws Exception {
    String token;
    Path file;
    try (var world = new World(folder)) {
      token = world.everything();
      file = world.file();
    }
    var log = folder.resolve("log");
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ServeMain.class.getName(),
                    file.toString()))
            .redirectError(log.toFile())
            .start();
    try {
      var out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
      var client = new Client(java.net.URI.create(String.valueOf(out.readLine())), token);
      client.get(World.DEV, "X-Request-Id", "find-me").is(200);
      client.post(World.DEV + "/promote", "{\"source\":\"x\\u0000\"}").is(400);
      process.destroy();
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      process.destroyForcibly();
    }
    var lines = Files.readAllLines(log);
    assertThat(lines).isNotEmpty().noneMatch(line -> line.contains(token));
    assertThat(lines).anyMatch(line -> line.contains("\"message\":\"stopped\""));
    assertThat(lines)
        .allSatisfy(line -> {
          var entry = JsonReader.object(line.getBytes(StandardCharsets.UTF_8));
          assertThat(entry.needText("level")).isIn("info", "warn", "error");
          assertThat(entry.needTime("time")).isNotNull();
        });
    assertThat(lines)
        .anySatisfy(line ->
            assertThat(line)
                .contains("\"request\":\"find-me\"")
                .contains("\"alias\":\"shop/dev\"")
                .contains("\"status\":200")
                .contains("\"identity\":\"token:"));
  }
}
