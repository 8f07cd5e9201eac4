package io.tagtrail.bench.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.RawPusher;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the measurements rely on.
class EmbeddedProcessTest {
  @TempDir Path folder;

  @Test
  void a_registry_in_a_process_of_its_own_serves_and_each_request_to_it_is_counted()
      throws Exception {
    try (var served = EmbeddedProcess.start(folder);
        var front = CountingFront.before(served.host());
        var client = new BareClient()) {
      var repository = new Repository(front.host(), "acme/shop");
      var bundle = Artifacts.sample(1);
      new RawPusher(URI.create("http://" + front.host()))
          .push(repository, new Tag("build"), bundle);
      front.drain();

      client.move(repository, "prod", "prod.1", bundle.manifest());

      assertThat(front.drain())
          .extracting(Seen::toString)
          .isEqualTo(List.of("HEAD tag", "PUT keep-tag", "PUT tag", "HEAD tag"));
    }
  }
}
