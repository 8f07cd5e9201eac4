package io.tagtrail.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.out.Columns;
import io.tagtrail.cli.world.Ran;
import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.cluster.WorkloadState;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.client.RemoteTagtrail;
import io.tagtrail.server.client.ServerAddress;
import io.tagtrail.server.client.TokenSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A move that waits for its clusters, and what `get` and `list` say of them.
class WaitTest {
  private static final Alias DEV = Alias.parse("shop/dev");

  @TempDir Path folder = Path.of("set by JUnit");
  private @Nullable Place opened;
  private @Nullable RemoteTagtrail agent;
  private @Nullable RemoteTagtrail reader;

  @BeforeEach
  void start() throws IOException {
    opened = new Place(folder);
    agent = with("report");
    reader = with("read");
  }

  private RemoteTagtrail with(String right) {
    return RemoteTagtrail.at(
        ServerAddress.parse(place().uri(), false),
        null,
        TokenSource.of(place().token(Set.of(right)), "a test"));
  }

  @AfterEach
  void stop() {
    for (var each : Arrays.asList(agent, reader)) {
      if (each != null) {
        each.close();
      }
    }
    if (opened != null) {
      opened.close();
    }
  }

  private Place place() {
    return Objects.requireNonNull(opened);
  }

  private static Ran fits(Ran ran) {
    if (!ran.out().startsWith("{")) {
      ran.out().lines().forEach(line -> assertThat(Columns.of(line)).as(line).isLessThan(81));
    }
    ran.err().lines().forEach(line -> assertThat(Columns.of(line)).as(line).isLessThan(81));
    return ran;
  }

  private Ran run(String... arguments) {
    return fits(place().run(arguments));
  }

  private Location location() {
    return Location.parse(place().host() + "/shop:dev");
  }

  private void reports(String cluster, int bundle, Health health) {
    var digest = place().digest(bundle);
    boolean runs = health == Health.HEALTHY;
    reports(
        cluster,
        digest,
        new WorkloadState(
            "Kustomization",
            "apps",
            "shop",
            runs ? digest : null,
            runs ? Instant.now() : null,
            health,
            health == Health.SUSPENDED,
            health == Health.FAILING ? "Deployment apps/web: 0 of 3 ready" : null,
            health == Health.FAILING ? "Back-off restarting failed container" : null));
  }

  private void reports(String cluster, Digest digest, WorkloadState workload) {
    reports(cluster, digest, workload, null);
  }

  private void reports(
      String cluster, Digest digest, WorkloadState workload, @Nullable String problem) {
    var now = Instant.now();
    var source =
        new SourceState(
            "apps",
            "shop",
            location(),
            digest,
            now,
            Health.HEALTHY,
            false,
            null,
            null,
            List.of(workload));
    Objects.requireNonNull(agent)
        .upkeep()
        .report(new ClusterReport(cluster, now, List.of(source), problem));
  }

  private CompletableFuture<Ran> runs(String... arguments) {
    return CompletableFuture.supplyAsync(() -> run(arguments));
  }

  private void until(int bundle) throws InterruptedException {
    // What is reported before the commit is of before the move, wherever the tag is by then.
    var asked = Objects.requireNonNull(reader);
    while (!place()
        .digest(bundle)
        .equals(asked.state().status(DEV, false).state().governedDigest())) {
      Thread.sleep(20);
    }
  }

  private void first() {
    place().push("shop", 1);
    run("promote", ":b1", "shop/dev").ok();
    reports("eu", 1, Health.HEALTHY);
    reports("us", 1, Health.HEALTHY);
    place().push("shop", 2);
  }

  @Test
  void it_ends_well_once_every_cluster_applied_it_and_not_before() throws Exception {
    first();
    var waits = runs("promote", ":b2", "shop/dev", "--wait", "--timeout", "60s");
    until(2);
    reports("eu", 2, Health.HEALTHY);
    reports("us", 2, Health.PROGRESSING);
    Thread.sleep(2_500);
    assertThat(waits).isNotDone();
    reports("us", 2, Health.HEALTHY);
    var ran = waits.get().ok();
    assertThat(ran.out()).contains("is now").contains("CLUSTERS eu SAME").contains("us SAME");
    assertThat(ran.err()).contains("us APPLYING: Kustomization apps/shop is at work on it");
  }

  @Test
  void it_waits_for_those_that_are_named_alone() throws Exception {
    first();
    var waits = runs("promote", ":b2", "shop/dev", "--wait", "--cluster", "eu", "--timeout", "60s");
    until(2);
    reports("eu", 2, Health.HEALTHY);
    assertThat(waits.get().ok().out()).contains("eu SAME").doesNotContain("us ");
  }

  @Test
  void what_did_not_get_there_ends_with_its_own_code_and_says_what_fails_and_the_move_stands()
      throws Exception {
    first();
    var waits = runs("promote", ":b2", "shop/dev", "--wait", "--timeout", "5s");
    until(2);
    reports("eu", 2, Health.FAILING);
    reports("us", 2, Health.SUSPENDED);
    var ran = waits.get().exits(12);
    assertThat(place().tag("dev")).isEqualTo(place().digest(2));
    assertThat(ran.out()).contains("is now");
    assertThat(words(ran.err()))
        .contains("not every cluster applied it within 5 s; shop/dev stays as it is")
        .contains("eu FAILING: Kustomization apps/shop fails: Deployment apps/web: 0 of 3 ready")
        .contains("last event: Back-off restarting failed container")
        .contains("us SUSPENDED: Kustomization apps/shop is suspended")
        .contains("tagtrail get shop/dev")
        .contains("tagtrail rollback shop/dev --reason");
    var get = run("get", "shop/dev").ok().out();
    assertThat(get.lines().findFirst().orElseThrow()).startsWith("PROBLEM");
    assertThat(words(get))
        .contains("cluster: eu: Kustomization apps/shop fails: Deployment apps/web")
        .contains("CLUSTERS eu FAILING")
        .contains("us SUSPENDED")
        .contains("verify none");
    assertThat(run("list", "shop").ok().out()).contains("CLUSTERS").contains("2 not same");
    assertThat(words(run("list", "--problems").ok().out())).contains("shop/dev cluster: eu:");
  }

  @Test
  void a_cluster_that_follows_something_else_and_none_at_all_are_said() {
    first();
    var named =
        run("promote", ":b2", "shop/dev", "--wait", "--cluster", "ap", "--timeout", "1s").exits(12);
    assertThat(words(named.err()))
        .contains("warning: no cluster reports as ap; there are: eu, us")
        .contains("ap reports no source that follows");
    run("promote", "shop/dev", "shop/prod").ok();
    var nobody = run("promote", "shop/dev", "shop/prod", "--wait", "--timeout", "1s").exits(12);
    assertThat(words(nobody.err())).contains("no cluster that reports follows");
  }

  @Test
  void a_bundle_that_was_superseded_meanwhile_is_waited_for_no_longer() throws Exception {
    first();
    place().push("shop", 3);
    var waits = runs("promote", ":b2", "shop/dev", "--wait", "--timeout", "60s");
    until(2);
    run("promote", ":b3", "shop/dev").ok();
    assertThat(words(waits.get().exits(12).err())).contains("superseded: shop/dev has sha256:");
  }

  @Test
  void a_report_of_before_the_move_ends_no_waiting() throws Exception {
    // The clusters say that they run the first one, and nothing since.
    first();
    run("promote", ":b2", "shop/dev").ok();
    var waits =
        runs("rollback", "shop/dev", "--to", "#1", "--reason", "bad", "--wait", "--timeout", "60s");
    until(1);
    Thread.sleep(2_500);
    assertThat(waits).as("they may run anything by now").isNotDone();
    reports("eu", 2, Health.FAILING);
    reports("us", 1, Health.HEALTHY);
    Thread.sleep(2_500);
    assertThat(waits).isNotDone();
    reports("eu", 1, Health.HEALTHY);
    assertThat(words(waits.get().ok().err()))
        .contains("eu SAME: that was seen")
        .contains("nobody looked into it since the move");
    // Already there: it waits for a look from then on.
    var late =
        run("rollback", "shop/dev", "--to", "#1", "--reason", "bad", "--wait", "--timeout", "1s");
    assertThat(words(late.exits(12).err()))
        .contains("us SAME: that was seen")
        .contains("nobody looked into it since the waiting began");
  }

  @Test
  void a_local_ledger_knows_what_the_server_was_told_and_waits_also_where_it_is_there_already()
      throws Exception {
    first();
    run("promote", ":b2", "shop/dev").ok();
    fits(place().local("promote", ":b2", "shop/dev", "--wait", "--timeout", "1s")).exits(12);
    var waits =
        CompletableFuture.supplyAsync(
            () -> fits(place().local("promote", ":b2", "shop/dev", "--wait", "--timeout", "60s")));
    while (!waits.isDone()) {
      reports("eu", 2, Health.HEALTHY);
      reports("us", 2, Health.HEALTHY);
      Thread.sleep(500);
    }
    waits.get().ok();
  }

  @Test
  void what_could_not_be_looked_at_is_not_applied() throws Exception {
    first();
    var waits = runs("promote", ":b2", "shop/dev", "--wait", "--timeout", "60s");
    until(2);
    reports("us", 2, Health.HEALTHY);
    var digest = place().digest(2);
    var well =
        new WorkloadState(
            "Kustomization",
            "apps",
            "shop",
            digest,
            Instant.now(),
            Health.HEALTHY,
            false,
            null,
            null);
    reports("eu", digest, well, "helmreleases may not be read: forbidden at 10.0.0.7");
    Thread.sleep(2_500);
    assertThat(waits).as("a HelmRelease may fail there").isNotDone();
    reports("eu", digest, well);
    var ran = waits.get().ok();
    assertThat(words(ran.err()))
        .contains("not everything there could be looked at (tagtrail clusters)")
        .doesNotContain("10.0.0.7");
  }

  @Test
  void a_cluster_that_was_never_looked_into_is_said() throws Exception {
    first();
    Objects.requireNonNull(agent)
        .upkeep()
        .report(new ClusterReport("ap", Instant.now(), List.of(), "the API server is away"));
    var waits = runs("promote", ":b2", "shop/dev", "--wait", "--timeout", "5s");
    until(2);
    reports("eu", 2, Health.HEALTHY);
    reports("us", 2, Health.HEALTHY);
    assertThat(words(waits.get().exits(12).err()))
        .contains("ap UNKNOWN: last heard of")
        .contains("the API server is away; whether it follows")
        .contains("is not known");
    var named = runs("promote", ":b2", "shop/dev", "--wait", "--cluster", "eu", "--cluster", "us");
    while (!named.isDone()) {
      reports("eu", 2, Health.HEALTHY);
      reports("us", 2, Health.HEALTHY);
      Thread.sleep(500);
    }
    named.get().ok();
    var missing =
        run("promote", ":b2", "shop/dev", "--wait", "--cluster", "ap", "--timeout", "1s").exits(12);
    assertThat(words(missing.err())).contains("the API server is away; whether it follows");
  }

  @Test
  void a_program_gets_the_outcome_and_the_clusters_in_one_document() throws Exception {
    first();
    var waits = runs("promote", ":b2", "shop/dev", "--wait", "--timeout", "60s", "-o", "json");
    until(2);
    reports("eu", 2, Health.HEALTHY);
    reports("us", 2, Health.HEALTHY);
    var document = (Json.Obj) waits.get().ok().json();
    assertThat(document.members().get("outcome")).isEqualTo(new Json.Str("moved"));
    var wait = (Json.Obj) Objects.requireNonNull(document.members().get("wait"));
    assertThat(wait.members().get("converged")).isEqualTo(new Json.Bool(true));
    assertThat(((Json.Arr) Objects.requireNonNull(wait.members().get("clusters"))).items())
        .hasSize(2);
  }

  @Test
  void whoever_is_interrupted_is_told_that_the_move_stands() throws Exception {
    first();
    var ran = new AtomicReference<Ran>();
    var thread =
        Thread.ofPlatform()
            .start(() ->
                ran.set(place().run("promote", ":b2", "shop/dev", "--wait", "--timeout", "60s")));
    until(2);
    Thread.sleep(1_500);
    thread.interrupt();
    thread.join();
    assertThat(ran.get().exit()).isEqualTo(12);
    assertThat(words(ran.get().err())).contains("interrupted").contains("shop/dev stays as it is");
  }

  @Test
  void options_that_do_not_go_together_are_refused_before_anything_moves() {
    first();
    run("promote", ":b2", "shop/dev", "--cluster", "eu").exits(2);
    run("promote", ":b2", "shop/dev", "--wait", "--dry-run").exits(2);
    run("promote", ":b2", "shop/dev", "--wait", "--timeout", "soon").exits(2);
    run("rollback", "shop/dev", "--reason", "x", "--timeout", "5s").exits(2);
    assertThat(place().tag("dev")).isEqualTo(place().digest(1));
  }

  @Test
  void a_tag_that_was_moved_outside_is_said_to_run_where_it_does() {
    first();
    place().outside("dev", 2);
    reports("eu", 2, Health.HEALTHY);
    var get = words(run("get", "shop/dev").ok().out());
    assertThat(get).contains("moved outside: the tag is sha256:").contains("; eu runs it");
    assertThat(get).contains("eu BEHIND: has sha256:");
  }

  @Test
  void who_reports_is_listed_and_one_that_is_gone_for_good_is_forgotten() {
    first();
    assertThat(run("clusters").ok().out()).contains("eu").contains("agent").contains("ok");
    assertThat(run("clusters", "--forget", "us").ok().out()).contains("us is forgotten");
    run("clusters", "--forget", "us").exits(5);
    run("clusters", "--forget", "No").exits(2);
    assertThat(run("clusters").ok().out()).doesNotContain("us ");
    assertThat(fits(place().local("clusters")).ok().out()).contains("eu");
  }

  /// Without the breaks of lines.
  private static String words(String text) {
    return text.replaceAll("\\s+", " ");
  }
}
