package io.tagtrail.flux.kube;

import static io.tagtrail.flux.kube.Manifests.A;
import static io.tagtrail.flux.kube.Manifests.B;
import static io.tagtrail.flux.kube.Manifests.C;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a watch survives.
class ReflectorTest {
  private static final String PLURAL = "ocirepositories";
  private static final WatchSettings QUICK =
      new WatchSettings(
          2,
          Duration.ofSeconds(5),
          Duration.ofMillis(400),
          Duration.ofSeconds(60),
          Duration.ofMillis(20),
          Duration.ofMillis(80),
          Duration.ofMillis(80),
          Duration.ofMillis(1),
          Duration.ofSeconds(1));

  private final FakeCluster cluster = new FakeCluster();
  private final Mirror mirror = new Mirror(Kind.OCI_REPOSITORY);
  private final KubeClient client = KubeClient.open(cluster::access, QUICK, InstantSource.system());
  private final Reflector reflector =
      new Reflector(client, mirror, QUICK, InstantSource.system(), () -> {});

  @BeforeEach
  void start() {
    cluster.put(PLURAL, Manifests.source("apps", "shop", A));
    reflector.start();
    await("the first list", () -> has(A));
  }

  @AfterEach
  void close() {
    reflector.close();
    client.close();
    cluster.close();
  }

  private boolean has(String digest) {
    return mirror.all().size() == 1
        && ("prod@" + digest)
            .equals(mirror.all().getFirst().text("status", "artifact", "revision"));
  }

  static void await(String what, BooleanSupplier until) {
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    while (!until.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never came: " + what);
      }
      try {
        Thread.sleep(5);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  private long lists() {
    return cluster.asked().stream().filter(each -> !each.query().contains("watch=")).count();
  }

  @Test
  void changes_come_as_they_happen() {
    cluster.put(PLURAL, Manifests.source("apps", "shop", B));
    await("the change", () -> has(B));
    cluster.delete(PLURAL, "apps/shop");
    await("the delete", () -> mirror.all().isEmpty());
    assertThat(lists()).isEqualTo(1);
  }

  @Test
  void a_watch_that_is_cut_goes_on_where_it_was_and_lists_nothing_again() {
    await("the watch", () -> cluster.watches() > 0);
    cluster.bookmark(PLURAL);
    var reached = cluster.version();
    await("the bookmark", () -> mirror.state() instanceof Mirror.State.Following);
    cluster.put(PLURAL, Manifests.source("apps", "shop", B));
    await("the change", () -> has(B));
    cluster.cut();
    cluster.put(PLURAL, Manifests.source("apps", "shop", C));
    await("the change meanwhile", () -> has(C));
    assertThat(lists()).isEqualTo(1);
    assertThat(cluster.asked().getLast().query()).contains("allowWatchBookmarks=true");
    assertThat(reached).isPositive();
  }

  @Test
  void what_is_too_old_to_go_on_from_is_listed_again() {
    await("the watch", () -> cluster.watches() > 0);
    cluster.down(true);
    cluster.put(PLURAL, Manifests.source("apps", "shop", B));
    cluster.compact();
    cluster.down(false);
    await("the list", () -> has(B));
    assertThat(lists()).isGreaterThan(1);
  }

  @Test
  void an_error_inside_of_the_watch_that_says_gone_is_listed_again() {
    await("the watch", () -> cluster.watches() > 0);
    cluster.injectLine(PLURAL, "{\"type\":\"ADDED\"}");
    await("trouble, or a watch after it", () -> cluster.asked().size() > 2);
    cluster.compact();
    cluster.put(PLURAL, Manifests.source("apps", "shop", C));
    await("the change", () -> has(C));
  }

  @Test
  void a_gone_inside_of_the_watch_is_no_trouble() {
    await("the watch", () -> cluster.watches() > 0);
    cluster.put(PLURAL, Manifests.source("apps", "shop", B));
    await("the change", () -> has(B));
    cluster.injectLine(
        PLURAL,
        "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":410,\"reason\":\"Expired\",\"message\":\"too old\"}}");
    await("the second list", () -> lists() > 1);
    cluster.compact();
    await("the watch", () -> cluster.watches() > 0);
    assertThat(mirror.state()).isInstanceOf(Mirror.State.Following.class);
  }

  @Test
  void a_connection_that_falls_silent_is_given_up_and_made_anew() {
    await("the watch", () -> cluster.watches() > 0);
    long before = cluster.asked().size();
    cluster.silent(true);
    cluster.put(PLURAL, Manifests.source("apps", "shop", B));
    await("another watch", () -> cluster.asked().size() > before);
    cluster.silent(false);
    await("the change", () -> has(B));
    assertThat(lists()).isEqualTo(1);
  }

  @Test
  void events_that_come_twice_or_in_another_order_leave_the_newest() {
    cluster.put(PLURAL, Manifests.source("apps", "shop", B));
    long late = cluster.version();
    cluster.put(PLURAL, Manifests.source("apps", "shop", C));
    cluster.inject(PLURAL, "MODIFIED", Manifests.source("apps", "shop", B), late);
    cluster.inject(PLURAL, "MODIFIED", Manifests.source("apps", "shop", A), late - 1);
    cluster.put(PLURAL, Manifests.source("apps", "last", A));
    await("the last", () -> mirror.all().size() == 2);
    assertThat(mirror.all())
        .extracting(each -> each.text("status", "artifact", "revision"))
        .containsExactlyInAnyOrder("prod@" + A, "prod@" + C);
  }

  @Test
  void a_cluster_that_is_away_is_waited_for_and_what_is_known_stays() {
    cluster.down(true);
    await("trouble", () -> mirror.state() instanceof Mirror.State.Trouble);
    assertThat(has(A)).isTrue();
    var heard = mirror.heard();
    await("more tries", () -> cluster.asked().size() > 6);
    assertThat(mirror.heard()).isEqualTo(heard);
    cluster.put(PLURAL, Manifests.source("apps", "shop", B));
    cluster.down(false);
    await("the change", () -> has(B));
    await("following", () -> mirror.state() instanceof Mirror.State.Following);
  }

  @Test
  void a_right_that_is_taken_is_said_and_taken_up_again_when_it_comes_back() {
    cluster.forbidden(PLURAL, true);
    cluster.cut();
    await(
        "forbidden",
        () -> mirror.state() instanceof Mirror.State.Absent absent && absent.forbidden());
    assertThat(mirror.all()).isEmpty();
    cluster.forbidden(PLURAL, false);
    await("the list", () -> has(A));
  }

  @Test
  void a_kind_that_is_installed_later_is_found() {
    cluster.missing(PLURAL, true);
    cluster.compact();
    cluster.cut();
    await(
        "absent",
        () -> mirror.state() instanceof Mirror.State.Absent absent && !absent.forbidden());
    cluster.missing(PLURAL, false);
    await("the list", () -> has(A));
  }
}
