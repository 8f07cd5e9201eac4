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
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Which bundles were seen where, and whether they were ever healthy there: kept long after the
/// cluster runs something else.
public final class HealthRecord {
  private static final String TOPIC = "healthy ";

  private final Notes notes;

  /// What this process noted of each cluster and location, so that a report that says nothing new
  /// costs nothing.
  private final Map<String, String> noted = new ConcurrentHashMap<>();

  HealthRecord(Notes notes) {
    this.notes = notes;
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
      read(note).stream().filter(seen -> seen.bundle().equals(bundle)).forEach(all::add);
    }
    return all;
  }

  /// Notes what a report shows.
  void note(ClusterReport report, Instant now) {
    var byLocation = new LinkedHashMap<Location, List<SourceState>>();
    for (var source : report.sources()) {
      if (source.consumed() != null) {
        byLocation.computeIfAbsent(source.location(), each -> new ArrayList<>()).add(source);
      }
    }
    byLocation.forEach((location, sources) -> note(report.cluster(), location, sources, now));
  }

  private void note(String cluster, Location location, List<SourceState> sources, Instant now) {
    var digests = new LinkedHashSet<Digest>();
    sources.forEach(source -> Optional.ofNullable(source.consumed()).ifPresent(digests::add));
    var shows = new ArrayList<Seen>();
    var key = cluster + " " + location;
    var brief = new StringBuilder();
    for (var digest : digests) {
      var seen = shown(cluster, digest, sources, now);
      shows.add(seen);
      brief.append(digest).append(seen.healthy() != null ? 'h' : seen.failed() != null ? 'f' : 'p');
    }
    if (brief.toString().equals(noted.get(key))) {
      return;
    }
    write(cluster, location, shows, now);
    noted.put(key, brief.toString());
  }

  private static Seen shown(String cluster, Digest digest, List<SourceState> sources, Instant now) {
    boolean healthy = sources.stream().allMatch(source -> source.runs(digest));
    return new Seen(
        cluster, digest, now, healthy ? now : null, healthy ? null : failure(digest, sources));
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
  private void write(String cluster, Location location, List<Seen> shows, Instant now) {
    var topic = topic(location);
    var all = new LinkedHashMap<Digest, Seen>();
    var there = notes.get(topic, cluster);
    there.ifPresent(note -> read(note).forEach(seen -> all.put(seen.bundle(), seen)));
    boolean news = false;
    for (var seen : shows) {
      var merged = merged(all.remove(seen.bundle()), seen);
      news |= !Optional.of(merged).equals(there.flatMap(note -> find(note, seen.bundle())));
      // The newest last.
      all.put(seen.bundle(), merged);
    }
    if (news) {
      var time = there.map(Notes.Note::time).filter(now::isBefore).orElse(now);
      notes.put(new Notes.Note(topic, cluster, SeenJson.of(location, all.values()), time));
    }
  }

  private static Optional<Seen> find(Notes.Note note, Digest bundle) {
    return read(note).stream().filter(seen -> seen.bundle().equals(bundle)).findFirst();
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

  /// Forgets a cluster at all locations that it reported last.
  void forget(ClusterReport report) {
    for (var source : report.sources()) {
      notes.remove(topic(source.location()), report.cluster());
      noted.remove(report.cluster() + " " + source.location());
    }
  }

  private static List<Seen> read(Notes.Note note) {
    try {
      return SeenJson.read(note);
    } catch (JsonException | IllegalArgumentException e) {
      // Of another version: as if nothing had been seen, which is unknown and never safe.
      return List.of();
    }
  }

  /// A location can be longer than the name of a note.
  private static String topic(Location location) {
    return TOPIC
        + Digest.of(location.toString().getBytes(StandardCharsets.UTF_8)).hex().substring(0, 40);
  }
}
