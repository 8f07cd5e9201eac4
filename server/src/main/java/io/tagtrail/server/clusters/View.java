package io.tagtrail.server.clusters;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is in the notes of clusters, read again when it may be old: a board asks for thousands of
/// aliases, and another process may have taken a report since.
final class View {
  private static final Logger LOG = LoggerFactory.getLogger(View.class);

  private final Notes notes;
  private final long lookNanos;
  private Map<String, One> clusters = Map.of();
  private long looked;
  private boolean fresh;

  View(Notes notes, Duration look) {
    this.notes = notes;
    this.lookNanos = look.toNanos();
  }

  /// What one cluster said last, by location.
  static final class One {
    private final Heard heard;
    private final ClusterReport report;
    private final @Nullable Digest body;
    private final Map<Location, List<SourceState>> byLocation;

    /// @param body the digest of the note that says it; null where none is known to
    One(Heard heard, ClusterReport report, @Nullable Digest body) {
      this(heard, report, body, byLocation(report));
    }

    private One(
        Heard heard,
        ClusterReport report,
        @Nullable Digest body,
        Map<Location, List<SourceState>> byLocation) {
      this.heard = heard;
      this.report = report;
      this.body = body;
      this.byLocation = byLocation;
    }

    private static Map<Location, List<SourceState>> byLocation(ClusterReport report) {
      var all = new HashMap<Location, List<SourceState>>();
      for (var source : report.sources()) {
        all.computeIfAbsent(source.location(), location -> new ArrayList<>()).add(source);
      }
      return all;
    }

    Heard heard() {
      return heard;
    }

    ClusterReport report() {
      return report;
    }

    @Nullable Digest body() {
      return body;
    }

    List<SourceState> at(Location location) {
      return byLocation.getOrDefault(location, List.of());
    }

    private One heard(Heard again) {
      return new One(again, report, body, byLocation);
    }
  }

  synchronized Map<String, One> all() {
    if (!fresh || System.nanoTime() - looked >= lookNanos) {
      look();
    }
    return clusters;
  }

  @Nullable One of(String cluster) {
    return all().get(cluster);
  }

  /// What this process itself took.
  synchronized void put(String cluster, One one) {
    var next = new TreeMap<>(clusters);
    next.put(cluster, one);
    clusters = Collections.unmodifiableMap(next);
  }

  /// The next question reads everything again.
  synchronized void forget() {
    fresh = false;
  }

  private void look() {
    var next = new TreeMap<String, One>();
    for (var note : notes.all(Heard.TOPIC)) {
      var one = read(note);
      if (one != null) {
        next.put(note.key(), one);
      }
    }
    clusters = Collections.unmodifiableMap(next);
    looked = System.nanoTime();
    fresh = true;
  }

  /// Only what says something else than before is read whole.
  private @Nullable One read(Notes.Note note) {
    try {
      var heard = Heard.of(note);
      var known = clusters.get(note.key());
      if (known != null && known.body() != null && known.heard().said().equals(heard.said())) {
        return known.heard(heard);
      }
      var one = together(heard);
      if (one == null) {
        // A report is written in two notes, the body first: the other one may be there by now.
        var again = notes.get(Heard.TOPIC, note.key());
        if (again.isEmpty()) {
          return null;
        }
        heard = Heard.of(again.get());
        one = together(heard);
      }
      return one == null ? apart(heard, known) : one;
    } catch (JsonException | InvalidValueException e) {
      // Written by another version, while one takes the place of the other: not heard of is said
      // of that cluster, and nothing else suffers.
      LOG.warn("what the cluster {} said cannot be read: {}", note.key(), e.getMessage());
      return null;
    }
  }

  /// What a cluster said last; null where the body is not there, or says something else.
  private @Nullable One together(Heard heard) {
    var body = notes.get(Packed.TOPIC, heard.cluster());
    if (body.isEmpty()) {
      return null;
    }
    var report = Packed.read(body.get().value());
    return Heard.said(report.toJson()).equals(heard.said())
        ? new One(heard, report, Digest.of(body.get().value()))
        : null;
  }

  /// What is told while the body is not what was heard last: that something is missing, of what was
  /// known before. Whoever takes the next report writes the body anew.
  private static One apart(Heard heard, @Nullable One known) {
    return new One(
        known == null ? heard : known.heard(),
        new ClusterReport(
            heard.cluster(),
            known == null ? heard.claimed() : known.report().time(),
            known == null ? List.of() : known.report().sources(),
            "what it said last is not kept whole; its next report mends that"),
        null);
  }
}
