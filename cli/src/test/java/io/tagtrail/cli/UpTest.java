package io.tagtrail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.world.Ran;
import io.tagtrail.cli.world.World;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpTest {
  @TempDir Path folder;

  private static String words(Ran ran) {
    return ran.err().replaceAll("\\s+", " ");
  }

  @Test
  void a_port_that_is_taken_is_usage_and_leaves_no_folder_behind() throws IOException {
    var world = new World(folder);
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var port = Integer.toString(taken.getLocalPort());
      var registry = world.run("up", "trial", "--port", "0", "--registry-port", port).exits(2);
      assertThat(words(registry))
          .startsWith("error: cannot listen at 127.0.0.1:" + port)
          .contains("or --registry-port 0 for a free one", "nothing was changed")
          .doesNotContain("internal error", "Exception");
      var server = world.run("up", "trial", "--port", port, "--registry-port", "0").exits(2);
      assertThat(words(server)).contains("or --port 0 for a free one");
      assertThat(folder.resolve("trial")).doesNotExist();
    }
  }

  @Test
  void of_a_folder_that_served_before_the_port_is_in_its_configuration() throws IOException {
    var world = new World(folder);
    var trial = Files.createDirectories(folder.resolve("trial"));
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(
          trial.resolve("tagtrail.yaml"),
          """
          location: "127.0.0.1:%d/acme/{application}:{environment}"
          environments: {prod: {}}
          applications: {shop: {}}
          """
              .formatted(taken.getLocalPort()),
          StandardOpenOption.CREATE_NEW);
      assertThat(words(world.run("up", "trial", "--port", "0").exits(2)))
          .contains("tagtrail.yaml gives its registry", "another tagtrail up?")
          .doesNotContain("--registry-port");
      assertThat(trial.resolve("registry")).doesNotExist();
    }
  }
}
