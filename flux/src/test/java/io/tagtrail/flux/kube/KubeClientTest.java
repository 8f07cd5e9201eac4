package io.tagtrail.flux.kube;

import static io.tagtrail.flux.kube.Manifests.A;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeClientTest {
  private final FakeCluster cluster = new FakeCluster();
  @TempDir Path folder;

  @AfterEach
  void close() {
    cluster.close();
  }

  private static WatchSettings chunks(int chunk) {
    return new WatchSettings(
        chunk,
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofSeconds(5),
        Duration.ofMillis(10),
        Duration.ofMillis(50),
        Duration.ofMillis(50),
        Duration.ofMillis(1),
        Duration.ofSeconds(1));
  }

  @Test
  void a_list_comes_in_chunks_and_is_whole() throws Exception {
    for (int i = 0; i < 25; i++) {
      cluster.put("ocirepositories", Manifests.source("apps", "shop-" + i, A));
    }
    try (var client = KubeClient.open(cluster::access, chunks(10), InstantSource.system())) {
      var listed = (Listing.Objects) client.list(Kind.OCI_REPOSITORY);
      assertThat(listed.objects()).hasSize(25);
      assertThat(listed.version()).isEqualTo("v1");
      assertThat(listed.resourceVersion()).isEqualTo(String.valueOf(cluster.version()));
    }
    assertThat(cluster.asked()).hasSize(3).allMatch(each -> each.method().equals("GET"));
    assertThat(cluster.asked().get(1).query()).isEqualTo("limit=10&continue=10");
  }

  @Test
  void a_kind_that_is_missing_or_forbidden_is_an_answer_and_no_failure() throws Exception {
    try (var client = KubeClient.open(cluster.access())) {
      cluster.missing("ocirepositories", true);
      assertThat(client.list(Kind.OCI_REPOSITORY))
          .isEqualTo(
              new Listing.Missing(
                  "the cluster knows no ocirepositories.source.toolkit.fluxcd.io (v1, v1beta2)"));
      assertThat(cluster.asked())
          .extracting(FakeCluster.Asked::path)
          .containsExactly(
              "/apis/source.toolkit.fluxcd.io/v1/ocirepositories",
              "/apis/source.toolkit.fluxcd.io/v1beta2/ocirepositories");
      cluster.forbidden("helmreleases", true);
      assertThat(client.list(Kind.HELM_RELEASE))
          .isInstanceOfSatisfying(
              Listing.Forbidden.class,
              said -> assertThat(said.why()).contains("403").contains("cannot list"));
      cluster.answerWith(500);
      assertThatThrownBy(() -> client.list(Kind.KUSTOMIZATION))
          .isInstanceOfSatisfying(KubeException.class, e -> assertThat(e.status()).isEqualTo(500))
          .hasMessageContaining("as the test wants it");
    }
  }

  @Test
  void what_is_no_list_is_said() throws Exception {
    try (var client = KubeClient.open(cluster.access())) {
      cluster.put("events", Manifests.yaml("{metadata: {namespace: apps, name: x}}"));
      assertThat(client.events("apps", "type=Warning")).hasSize(1);
      cluster.down(true);
      assertThatThrownBy(() -> client.list(Kind.KUSTOMIZATION))
          .isInstanceOf(KubeException.class)
          .hasMessageContaining(cluster.uri().toString());
    }
  }

  @Test
  void a_token_in_a_file_is_read_for_every_request() throws Exception {
    var file = Files.writeString(folder.resolve("token"), "one\n");
    cluster.needs("one");
    try (var client = KubeClient.open(with(new Credential.TokenFile(file, null)))) {
      client.list(Kind.KUSTOMIZATION);
      Files.writeString(file, "two");
      cluster.needs("two");
      client.list(Kind.KUSTOMIZATION);
      Files.delete(file);
      assertThatThrownBy(() -> client.list(Kind.KUSTOMIZATION))
          .isInstanceOf(KubeException.class)
          .hasMessageContaining("it is not there")
          .hasMessageNotContaining("two");
    }
    assertThat(cluster.asked())
        .extracting(FakeCluster.Asked::authorization)
        .containsExactly("Bearer one", "Bearer two");
  }

  @Test
  void a_credential_that_is_not_taken_any_more_is_read_anew_once() throws Exception {
    var now = new AtomicReference<>(with(new Credential.Token("old")));
    cluster.needs("old");
    try (var client = KubeClient.open(now::get, chunks(10), InstantSource.system())) {
      client.list(Kind.KUSTOMIZATION);
      // Reading it anew is not done more often than each few seconds.
      Thread.sleep(5_100);
      cluster.needs("new");
      now.set(with(new Credential.Token("new")));
      assertThat(client.list(Kind.KUSTOMIZATION)).isInstanceOf(Listing.Objects.class);
      cluster.needs("newest");
      assertThatThrownBy(() -> client.list(Kind.KUSTOMIZATION))
          .isInstanceOfSatisfying(KubeException.class, e -> assertThat(e.status()).isEqualTo(401));
    }
  }

  @Test
  void how_far_the_clocks_are_apart_is_known() throws Exception {
    // The fake's clock is this machine's; ours is two hours behind it.
    InstantSource clock = () -> java.time.Instant.now().minus(Duration.ofHours(2));
    try (var client = KubeClient.open(cluster::access, chunks(10), clock)) {
      client.list(Kind.KUSTOMIZATION);
      assertThat(client.ahead()).isBetween(Duration.ofMinutes(119), Duration.ofMinutes(121));
    }
  }

  private KubeAccess with(Credential credential) {
    return new KubeAccess(
        cluster.uri(), new Trust(null, false, null), null, credential, "the test", List.of());
  }
}
