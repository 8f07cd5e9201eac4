package io.tagtrail.flux.kube;

import static io.tagtrail.flux.kube.Manifests.A;
import static io.tagtrail.flux.kube.Manifests.B;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MirrorTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private final Mirror mirror = new Mirror(Kind.OCI_REPOSITORY);

  private static KubeObject at(long version, String digest) {
    return FakeCluster.versioned(Manifests.source("apps", "shop", digest), version);
  }

  @Test
  void an_event_that_comes_twice_or_late_changes_nothing() {
    assertThat(mirror.set(at(5, A), NOW)).isTrue();
    assertThat(mirror.set(at(5, A), NOW)).isFalse();
    assertThat(mirror.set(at(7, B), NOW)).isTrue();
    assertThat(mirror.set(at(6, A), NOW)).isFalse();
    assertThat(mirror.all()).containsExactly(at(7, B));
  }

  @Test
  void a_late_event_does_not_bring_back_what_was_deleted() {
    mirror.set(at(5, A), NOW);
    assertThat(mirror.removed(at(9, A), NOW)).isTrue();
    assertThat(mirror.set(at(8, B), NOW)).isFalse();
    assertThat(mirror.all()).isEmpty();
  }

  @Test
  void a_late_delete_of_the_one_before_does_not_take_the_one_made_anew() {
    mirror.set(at(5, A), NOW);
    var anew =
        FakeCluster.versioned(
            Manifests.yaml(
                "{kind: OCIRepository, metadata: {namespace: apps, name: shop, uid: new}}"),
            11);
    assertThat(mirror.set(anew, NOW)).isTrue();
    assertThat(mirror.removed(at(10, A), NOW)).isFalse();
    assertThat(mirror.all()).containsExactly(anew);
  }

  @Test
  void trouble_keeps_what_is_known_and_says_since_when() {
    mirror.replaced(List.of(at(5, A)), Set.of(), NOW);
    mirror.trouble("no connection", NOW.plusSeconds(10));
    mirror.trouble("still none", NOW.plusSeconds(20));
    assertThat(mirror.all()).hasSize(1);
    assertThat(mirror.heard()).isEqualTo(NOW);
    assertThat(mirror.state())
        .isEqualTo(new Mirror.State.Trouble("still none", NOW.plusSeconds(10)));
    mirror.absent("no such kind", false, NOW.plusSeconds(30));
    assertThat(mirror.all()).isEmpty();
  }
}
