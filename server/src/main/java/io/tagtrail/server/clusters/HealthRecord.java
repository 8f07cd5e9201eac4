package io.tagtrail.server.clusters;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Which bundles were seen where, and whether they were ever healthy there: kept long after the
/// cluster runs something else.
///
/// The locations of a cluster are spread over some notes, so that neither the first report of a
/// large cluster takes thousands of commits, nor each question reads everything.
public final class HealthRecord {
  /// How many clusters and locations this process remembers to have noted; of others it reads the
  /// note again.
  static final int NOTED = 20_000;

  private static final int TOPICS = 256;

  private final Notes notes;
  private final Predicate<Location> known;

  /// What this process noted of each cluster and location, so that a report that says nothing new
  /// costs nothing: a digest of it, because a report may say much of one location. Those that were
  /// not heard of for longest go.
  private final Map<String, Digest> noted =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Digest> eldest) {
              return size() > NOTED;
            }
          });

  /// @param known the locations that are remembered: a report names what it likes
  HealthRecord(Notes notes, Predicate<Location> known) {
    this.notes = notes;
    this.known = known;
  }

  /// How many clusters and locations are remembered to have been noted.
  int noted() {
    return noted.size();
  }

  /// One bundle in one cluster.
  ///
  /// @param first when it was first seen there
  /// @param healthy when it was first seen applied and healthy by all that takes it; null: never
  /// @param failed what failed, as it was last seen; null where nothing did
  public record Seen(
      String cluster,
      Digest bundle,
      Instant first,
      @Nullable Instant healthy,
      @Nullable String failed) {}

  /// What was seen of a bundle at a location, by cluster; empty where no cluster ever had it.
  public List<Seen> of(Location location, Digest bundle) {
    var all = new ArrayList<Seen>();
    for (var note : notes.all(topic(location))) {
      read(note).getOrDefault(location.toString(), List.of()).stream()
          .filter(seen -> seen.bundle().equals(bundle))
          .forEach(all::add);
    }
    return all;
  }

  /// Notes what a report shows.
  void note(ClusterReport report, Instant now) {
    var byLocation = new LinkedHashMap<Location, List<SourceState>>();
    for (var source : report.sources()) {
      if (source.consumed() != null && known.test(source.location())) {
        byLocation.computeIfAbsent(source.location(), each -> new ArrayList<>()).add(source);
      }
    }
    var news = new TreeMap<String, Map<Location, List<Seen>>>();
    var brief = new LinkedHashMap<String, Digest>();
    byLocation.forEach((location, sources) -> {
      var shows = shown(report.cluster(), sources, now);
      var key = report.cluster() + " " + location;
      if (!brief(shows).equals(noted.get(key))) {
        brief.put(key, brief(shows));
        news.computeIfAbsent(topic(location), each -> new LinkedHashMap<>()).put(location, shows);
      }
    });
    news.forEach((topic, shows) -> write(topic, report.cluster(), shows, now));
    noted.putAll(brief);
  }

  private static List<Seen> shown(String cluster, List<SourceState> sources, Instant now) {
    var digests = new LinkedHashSet<Digest>();
    sources.forEach(source -> Optional.ofNullable(source.consumed()).ifPresent(digests::add));
    return digests.stream()
        .map(digest -> {
          boolean healthy = sources.stream().allMatch(source -> source.runs(digest));
          return new Seen(
              cluster,
              digest,
              now,
              healthy ? now : null,
              healthy ? null : failure(digest, sources));
        })
        .toList();
  }

  private static Digest brief(List<Seen> shows) {
    var text = new StringBuilder();
    for (var seen : shows) {
      text.append(seen.bundle())
          .append(seen.healthy() != null ? 'h' : seen.failed() != null ? 'f' : 'p');
    }
    return Digest.of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static @Nullable String failure(Digest digest, List<SourceState> sources) {
    return sources.stream()
        .filter(source -> digest.equals(source.consumed()))
        .flatMap(source -> source.workloads().stream())
        .filter(workload -> workload.health() == Health.FAILING)
        .map(workload ->
            workload.shown()
                + ": "
                + Objects.requireNonNullElse(workload.failing(), "it did not say why"))
        .findFirst()
        .orElse(null);
  }

  /// Read, put together and written: two processes that do so at once about one cluster were told
  /// the same, so that nothing is lost whichever comes last.
  private void write(String topic, String cluster, Map<Location, List<Seen>> news, Instant now) {
    var there = notes.get(topic, cluster);
    Map<String, List<Seen>> before = there.map(HealthRecord::read).orElse(Map.of());
    var all = new TreeMap<>(before);
    news.forEach((location, shows) ->
        all.put(
            location.toString(),
            merged(before.getOrDefault(location.toString(), List.of()), shows)));
    if (!all.equals(before)) {
      var time = there.map(Notes.Note::time).filter(now::isBefore).orElse(now);
      notes.put(new Notes.Note(topic, cluster, SeenJson.of(all, news.keySet()), time));
    }
  }

  /// The newest last.
  private static List<Seen> merged(List<Seen> before, List<Seen> shows) {
    var all = new LinkedHashMap<Digest, Seen>();
    before.forEach(seen -> all.put(seen.bundle(), seen));
    for (var seen : shows) {
      all.put(seen.bundle(), merged(all.remove(seen.bundle()), seen));
    }
    return SeenJson.newest(List.copyOf(all.values()));
  }

  /// Once healthy is healthy for good: what fails later may be anything.
  private static Seen merged(@Nullable Seen before, Seen now) {
    if (before == null) {
      return now;
    }
    var healthy = before.healthy() == null ? now.healthy() : before.healthy();
    return new Seen(
        now.cluster(),
        now.bundle(),
        before.first(),
        healthy,
        healthy != null ? null : now.failed() == null ? before.failed() : now.failed());
  }

  /// Forgets a cluster at all locations that it ever reported.
  void forget(String cluster) {
    synchronized (noted) {
      // No name of a cluster has a blank.
      noted.keySet().removeIf(key -> key.startsWith(cluster + " "));
    }
    for (int number = 0; number < TOPICS; number++) {
      notes.remove(topic("%02x".formatted(number)), cluster);
    }
  }

  private static Map<String, List<Seen>> read(Notes.Note note) {
    try {
      return SeenJson.read(note);
    } catch (JsonException | IllegalArgumentException e) {
      // Of another version: as if nothing had been seen, which is never shown as safe.
      return Map.of();
    }
  }

  /// One of [#TOPICS].
  private static String topic(Location location) {
    return topic(
        Digest.of(location.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 2));
  }

  private static String topic(String number) {
    return "healthy " + number;
  }
}
