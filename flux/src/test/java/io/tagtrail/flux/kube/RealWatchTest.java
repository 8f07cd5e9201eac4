package io.tagtrail.flux.kube;

import static io.tagtrail.flux.kube.Manifests.A;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.testkit.peers.Peers;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a real API server says where a watch cannot go on.
@Tag("peers")
class RealWatchTest {
  @TempDir Path folder;

  @Test
  void a_place_that_is_too_old_is_gone_and_of_objects_only_what_is_read_is_kept() throws Exception {
    try (var cluster = RealCluster.start(Peers.installed(), folder);
        var client =
            KubeClient.open(KubeAccess.kubeconfig(cluster.kubeconfig(cluster.admin()), null))) {
      cluster.put(Kind.OCI_REPOSITORY, Manifests.source("apps", "shop", A));
      var listed = (Listing.Objects) client.list(Kind.OCI_REPOSITORY);
      assertThat(listed.resourceVersion()).matches("[0-9]+");
      var got = listed.objects().getFirst();
      assertThat(got.text("status", "artifact", "revision")).isEqualTo("prod@" + A);
      assertThat(got.has("metadata", "managedFields")).isFalse();
      assertThat(client.ahead()).isNotNull();
      try (var watch = client.watch(Kind.OCI_REPOSITORY, "v1", listed.resourceVersion())) {
        cluster.put(Kind.OCI_REPOSITORY, Manifests.source("apps", "other", A));
        var event = (WatchEvent.Set) java.util.Objects.requireNonNull(watch.next());
        assertThat(event.object().name()).isEqualTo("other");
        assertThat(event.object().has("metadata", "managedFields")).isFalse();
      }
      // An API server that was started anew keeps no older changes in memory.
      cluster.down();
      cluster.up();
      var said = watched(client);
      assertThat(said).isEqualTo("gone");
    }
  }

  /// While it fills its memory it asks to be left alone for a second (429): then it is asked again.
  private static String watched(KubeClient client) throws Exception {
    for (int i = 0; i < 60; i++) {
      try (var watch = client.watch(Kind.OCI_REPOSITORY, "v1", "1")) {
        var event = watch.next();
        return event instanceof WatchEvent.Failed failed && failed.isGone()
            ? "gone"
            : String.valueOf(event);
      } catch (KubeException e) {
        if (e.status() != 429) {
          return e.isGone() ? "gone" : String.valueOf(e.getMessage());
        }
        assertThat(e.retryAfter()).isNotNull();
        Thread.sleep(500);
      }
    }
    return "never ready";
  }
}
