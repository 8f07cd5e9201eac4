package io.tagtrail.server.clusters;

import static io.tagtrail.server.clusters.Reports.PROD;
import static io.tagtrail.server.clusters.Reports.digest;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.Consumption;
import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.clusters.ClusterTruth.Via;
import io.tagtrail.testkit.ledger.InMemoryNotes;
import io.tagtrail.testkit.ledger.SetClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ClusterTruthTest {
  private static final Instant START = Instant.parse("2026-11-22T04:00:00Z");
  private static final Duration STALE = Duration.ofMinutes(5);

  private final SetClock clock = SetClock.at(START.toString());
  private final Counted notes = new Counted();
  private Predicate<Location> known = PROD::equals;
  private final ClusterTruth truth = process();

  /// Another process of the same ledger.
  private ClusterTruth process() {
    return new ClusterTruth(notes, clock, STALE, known, Duration.ZERO);
  }

  private Instant after(Duration time) {
    clock.set(START.plus(time));
    return clock.instant();
  }

  private Consumption one(ClusterTruth of) {
    var all = of.of(PROD, clock.instant());
    assertThat(all).hasSize(1);
    return all.getFirst();
  }

  private @Nullable Digest has(ClusterTruth of) {
    return one(of).source().consumed();
  }

  @Test
  void what_a_cluster_says_is_told_by_location_and_of_no_other() {
    truth.take(Reports.of("eu", START, 1, Health.HEALTHY), Via.AGENT);
    assertThat(one(truth).cluster()).isEqualTo("eu");
    assertThat(one(truth).heard()).isEqualTo(START);
    assertThat(one(truth).stale()).isFalse();
    assertThat(one(truth).source().runs(digest(1))).isTrue();
    assertThat(truth.of(Location.parse("registry.example/acme/shop:dev"), START)).isEmpty();
  }

  @Test
  void two_clusters_apart_are_told_apart() {
    truth.take(Reports.of("us", START, 1, Health.HEALTHY), Via.AGENT);
    truth.take(Reports.of("eu", START, 2, Health.FAILING), Via.WATCH);
    assertThat(truth.of(PROD, START))
        .extracting(each -> each.cluster() + " " + each.source().consumed())
        .containsExactly("eu " + digest(2), "us " + digest(1));
    assertThat(truth.seen(START)).extracting(ClusterSeen::via).containsExactly("watch", "agent");
  }

  @Test
  void a_cluster_gone_for_an_hour_is_stale_and_comes_back_as_it_is_then() {
    truth.take(Reports.of("eu", START, 1, Health.HEALTHY), Via.AGENT);
    after(STALE);
    assertThat(one(truth).stale()).isFalse();
    after(Duration.ofHours(1));
    assertThat(one(truth).stale()).isTrue();
    assertThat(one(truth).heard()).isEqualTo(START);
    assertThat(truth.seen(clock.instant()).getFirst().stale()).isTrue();
    truth.take(Reports.of("eu", clock.instant(), 2, Health.HEALTHY), Via.AGENT);
    assertThat(one(truth).stale()).isFalse();
    assertThat(has(truth)).isEqualTo(digest(2));
  }

  @Test
  void a_cluster_that_only_the_watcher_is_heard_of_is_gone_too() {
    var last = Reports.of("eu", START, 1, Health.HEALTHY);
    truth.take(last, Via.WATCH);
    for (int seconds = 30; seconds <= 3600; seconds += 30) {
      after(Duration.ofSeconds(seconds));
      // The watcher reports what it saw last, with the time at which it was heard of.
      truth.take(
          new ClusterReport("eu", START, last.sources(), "the cluster does not answer"), Via.WATCH);
    }
    assertThat(one(truth).stale()).isTrue();
    assertThat(one(truth).heard()).isEqualTo(START);
    assertThat(truth.seen(clock.instant()).getFirst().problem()).contains("does not answer");
  }

  @Test
  void a_report_that_was_overtaken_counts_for_nothing() {
    assertThat(truth.take(Reports.of("eu", START.plusSeconds(20), 2, Health.HEALTHY), Via.AGENT))
        .isTrue();
    after(Duration.ofSeconds(30));
    assertThat(truth.take(Reports.of("eu", START.minusSeconds(10), 1, Health.HEALTHY), Via.AGENT))
        .isFalse();
    assertThat(has(truth)).isEqualTo(digest(2));
    assertThat(one(truth).heard()).isEqualTo(START);
  }

  @Test
  void whatever_the_order_the_latest_report_counts_in_every_process() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("ClusterTruthTest seed " + seed);
    var random = new Random(seed);
    var reports = new ArrayList<ClusterReport>();
    for (int i = 0; i < 40; i++) {
      reports.add(Reports.of("eu", START.plusSeconds(i), i, Health.HEALTHY));
    }
    Collections.shuffle(reports, random);
    after(Duration.ofSeconds(41));
    var processes = List.of(truth, process(), process());
    for (var report : reports) {
      processes.get(random.nextInt(3)).take(report, Via.AGENT);
    }
    for (var each : processes) {
      assertThat(has(each)).as("seed %d", seed).isEqualTo(digest(39));
    }
  }

  @Test
  void what_one_process_takes_every_other_tells() {
    var other = process();
    assertThat(other.of(PROD, START)).isEmpty();
    truth.take(Reports.of("eu", START, 1, Health.HEALTHY), Via.AGENT);
    assertThat(has(other)).isEqualTo(digest(1));
    after(Duration.ofSeconds(30));
    other.take(Reports.of("eu", clock.instant(), 2, Health.PROGRESSING), Via.AGENT);
    assertThat(has(truth)).isEqualTo(digest(2));
    assertThat(one(truth)).isEqualTo(one(other));
  }

  @Test
  void whoever_could_not_look_at_all_takes_nothing_away() {
    truth.take(Reports.of("eu", START, 1, Health.HEALTHY), Via.WATCH);
    after(Duration.ofMinutes(6));
    truth.take(Reports.away("eu", clock.instant(), "the kubeconfig names no such host"), Via.WATCH);
    assertThat(has(truth)).isEqualTo(digest(1));
    assertThat(one(truth).stale()).as("nobody heard of the cluster").isTrue();
    assertThat(truth.seen(clock.instant()).getFirst().problem()).contains("no such host");
  }

  @Test
  void since_when_it_runs_outlasts_whoever_looks() {
    truth.take(Reports.of("eu", START, 1, Health.HEALTHY), Via.WATCH);
    after(Duration.ofMinutes(20));
    process().take(Reports.of("eu", clock.instant(), 1, Health.HEALTHY), Via.WATCH);
    assertThat(one(truth).source().since()).isEqualTo(START);
    assertThat(one(truth).source().workloads().getFirst().since()).isEqualTo(START);
    after(Duration.ofMinutes(30));
    truth.take(Reports.of("eu", clock.instant(), 2, Health.HEALTHY), Via.WATCH);
    assertThat(one(truth).source().since()).isEqualTo(clock.instant());
  }

  @Test
  void a_report_that_says_nothing_new_writes_one_small_note() {
    truth.take(Reports.of("eu", START, 1, Health.HEALTHY), Via.AGENT);
    notes.written.clear();
    after(Duration.ofSeconds(30));
    truth.take(Reports.of("eu", clock.instant(), 1, Health.HEALTHY), Via.AGENT);
    assertThat(notes.written).extracting(Notes.Note::topic).containsExactly("cluster-heard");
    assertThat(notes.written.getFirst().value().length).isLessThan(400);
  }

  @Test
  void a_cluster_that_is_gone_for_good_is_forgotten_with_all_that_it_said() {
    truth.take(Reports.of("eu", START, 1, Health.HEALTHY), Via.AGENT);
    assertThat(truth.health().of(PROD, digest(1))).hasSize(1);
    assertThat(process().forget("eu")).isTrue();
    assertThat(truth.forget("eu")).isFalse();
    assertThat(truth.of(PROD, START)).isEmpty();
    assertThat(truth.seen(START)).isEmpty();
    assertThat(truth.health().of(PROD, digest(1))).isEmpty();
    truth.take(Reports.of("eu", START.minusSeconds(1), 2, Health.HEALTHY), Via.AGENT);
    assertThat(has(truth)).isEqualTo(digest(2));
  }

  @Test
  void a_cluster_is_forgotten_also_where_it_reports_nothing_any_longer() {
    truth.take(Reports.of("eu", START, 1, Health.HEALTHY), Via.AGENT);
    after(Duration.ofSeconds(30));
    truth.take(Reports.of("eu", clock.instant()), Via.AGENT);
    assertThat(truth.health().of(PROD, digest(1))).hasSize(1);
    truth.take(Reports.of("us", clock.instant(), 1, Health.HEALTHY), Via.AGENT);
    assertThat(truth.forget("eu")).isTrue();
    assertThat(truth.health().of(PROD, digest(1)))
        .extracting(HealthRecord.Seen::cluster)
        .containsExactly("us");
    after(Duration.ofSeconds(60));
    truth.take(Reports.of("eu", clock.instant(), 1, Health.HEALTHY), Via.AGENT);
    assertThat(truth.health().of(PROD, digest(1)))
        .as("one that reports again is known again")
        .hasSize(2);
  }

  @Test
  void of_locations_that_nobody_knows_nothing_is_kept_but_the_report_itself() {
    var sources = new ArrayList<io.tagtrail.core.cluster.SourceState>();
    for (int i = 0; i < 500; i++) {
      sources.add(source(i));
    }
    sources.add(Reports.source(PROD, digest(1), START, Health.HEALTHY));
    truth.take(new ClusterReport("eu", START, sources, null), Via.AGENT);
    assertThat(notes.written)
        .extracting(Notes.Note::topic)
        .filteredOn(topic -> topic.startsWith("healthy "))
        .hasSize(1);
    assertThat(truth.health().of(PROD, digest(1))).hasSize(1);
    assertThat(truth.health().noted()).isEqualTo(1);
  }

  @Test
  void of_very_many_locations_no_more_is_held_in_memory_than_a_bound() {
    known = location -> true;
    var process = process();
    for (int cluster = 0; cluster < 5; cluster++) {
      var sources = new ArrayList<io.tagtrail.core.cluster.SourceState>();
      for (int i = 0; i < ClusterReport.MAX_SOURCES; i++) {
        sources.add(source(i));
      }
      process.take(new ClusterReport("eu-" + cluster, START, sources, null), Via.AGENT);
    }
    assertThat(process.health().noted()).isEqualTo(HealthRecord.NOTED);
  }

  private static io.tagtrail.core.cluster.SourceState source(int number) {
    return Reports.source(
        Location.parse("registry.example/acme/app-%d:prod".formatted(number)),
        digest(number),
        START,
        Health.HEALTHY);
  }

  @Test
  void what_another_version_wrote_is_as_if_it_had_not_been_heard_and_harms_no_other() {
    truth.take(Reports.of("eu", START, 1, Health.HEALTHY), Via.AGENT);
    var odd = "{\"v\":9}".getBytes(StandardCharsets.UTF_8);
    notes.put(new Notes.Note(Heard.TOPIC, "us", odd, START));
    notes.put(new Notes.Note(Packed.TOPIC, "us", odd, START));
    assertThat(process().of(PROD, START)).hasSize(1);
  }

  @Test
  void what_another_process_took_in_between_is_not_left_as_the_body() {
    // This one looks into the notes once, and goes by what it knows from then on.
    var slow = new ClusterTruth(notes, clock, STALE, known, Duration.ofDays(1));
    slow.take(runs(Health.PROGRESSING), Via.WATCH);
    slow.of(PROD, clock.instant());
    after(Duration.ofMillis(300));
    truth.take(runs(Health.HEALTHY), Via.WATCH);
    after(Duration.ofMillis(600));
    assertThat(slow.take(runs(Health.PROGRESSING), Via.WATCH)).isTrue();
    for (var each : List.of(slow, truth, process())) {
      assertThat(one(each).source().runs(digest(1))).isFalse();
      assertThat(truth.seen(clock.instant()).getFirst().problem()).isNull();
    }
  }

  @Test
  void a_body_that_says_something_else_than_was_heard_last_is_never_told_and_mended_next() {
    truth.take(runs(Health.PROGRESSING), Via.WATCH);
    one(truth);
    // Another process wrote its body, and its own word of it came too late.
    after(Duration.ofSeconds(10));
    var overtaken = Packed.of(runs(Health.HEALTHY));
    notes.put(new Notes.Note(Packed.TOPIC, "eu", overtaken, clock.instant()));
    var stranger = process();
    assertThat(stranger.of(PROD, clock.instant())).as("nothing is known").isEmpty();
    assertThat(stranger.seen(clock.instant()).getFirst().problem()).contains("not kept whole");
    after(Duration.ofSeconds(30));
    assertThat(truth.take(runs(Health.PROGRESSING), Via.WATCH)).isTrue();
    for (var each : List.of(truth, stranger, process())) {
      assertThat(one(each).source().runs(digest(1))).isFalse();
      assertThat(each.seen(clock.instant()).getFirst().problem()).isNull();
    }
  }

  @Test
  void whoever_knew_what_a_cluster_said_before_says_that_it_is_not_the_last_word() {
    truth.take(runs(Health.PROGRESSING), Via.WATCH);
    one(truth);
    after(Duration.ofSeconds(10));
    process().take(runs(Health.FAILING), Via.WATCH);
    var overtaken = Packed.of(runs(Health.HEALTHY));
    notes.put(new Notes.Note(Packed.TOPIC, "eu", overtaken, clock.instant()));
    assertThat(one(truth).heard()).isEqualTo(START);
    assertThat(one(truth).source().runs(digest(1))).isFalse();
    assertThat(truth.seen(clock.instant()).getFirst().problem()).contains("not kept whole");
    after(Duration.ofSeconds(20));
    assertThat(truth.take(runs(Health.HEALTHY), Via.WATCH)).isTrue();
    assertThat(one(process()).source().runs(digest(1))).isTrue();
    assertThat(truth.seen(clock.instant()).getFirst().problem()).isNull();
  }

  private ClusterReport runs(Health health) {
    return Reports.of("eu", clock.instant(), Reports.source(PROD, digest(1), START, health));
  }

  @Test
  void thousands_of_sources_fit_into_a_note_and_come_back_as_they_were() {
    var sources = new ArrayList<io.tagtrail.core.cluster.SourceState>();
    for (int i = 0; i < ClusterReport.MAX_SOURCES; i++) {
      sources.add(
          Reports.source(
              Location.parse("registry.example/acme/app-%d:prod".formatted(i)),
              digest(i),
              START,
              Health.HEALTHY));
    }
    truth.take(new ClusterReport("eu", START, sources, null), Via.AGENT);
    var location = Location.parse("registry.example/acme/app-4321:prod");
    assertThat(process().of(location, START).getFirst().source().consumed())
        .isEqualTo(digest(4321));
  }

  /// Notes that say what was written.
  private static final class Counted implements Notes {
    private final InMemoryNotes inner = new InMemoryNotes();
    private final List<Note> written = new ArrayList<>();

    @Override
    public Optional<Note> get(String topic, String key) {
      return inner.get(topic, key);
    }

    @Override
    public List<Note> all(String topic) {
      return inner.all(topic);
    }

    @Override
    public boolean put(Note note) {
      written.add(note);
      return inner.put(note);
    }

    @Override
    public boolean remove(String topic, String key) {
      return inner.remove(topic, key);
    }
  }
}
