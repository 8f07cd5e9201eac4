package io.tagtrail.server.clusters;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.ledger.Notes.Note;
import io.tagtrail.core.model.Digest;
import java.time.Duration;
import java.time.Instant;

/// When a cluster was heard of, kept beside what it said: most reports say what the last one said,
/// and then this alone is written.
///
/// @param received when its last report came, by the clock of the process that took it
/// @param claimed the report's own time
/// @param via `watch` or `agent`
/// @param said the digest of what it said
record Heard(String cluster, Instant received, Instant claimed, String via, Digest said) {
  static final String TOPIC = "cluster-heard";

  /// Less than this is the age of a report, not a clock that is wrong: its time is when the cluster
  /// was last heard of.
  private static final Duration APART = Duration.ofMinutes(2);

  Heard {
    received = Times.millis(received);
    claimed = Times.millis(claimed);
  }

  /// What orders the reports of one cluster: its own clock, but never a time to come, so that a
  /// clock that was ahead once does not shut out everything after it.
  Instant order() {
    return claimed.isAfter(received) ? received : claimed;
  }

  /// What has to be added to the cluster's times to have them by Tagtrail's clock; zero where the
  /// clocks agree.
  Duration shift() {
    var apart = Duration.between(claimed, received);
    // Where this process looks, it is its own clock, and the report that is old.
    return via.equals(ClusterTruth.Via.AGENT.label()) && apart.abs().compareTo(APART) > 0
        ? apart
        : Duration.ZERO;
  }

  /// When whoever looked did so, by Tagtrail's clock: the cluster's word for it, where the clocks
  /// agree, and never after it was heard of.
  Instant looked() {
    var told = claimed.plus(shift());
    return told.isAfter(received) ? received : told;
  }

  Note note() {
    var json =
        new ObjectBuilder()
            .put("v", 1L)
            .put("received", received)
            .put("claimed", claimed)
            .put("via", via)
            .putText("said", said)
            .build();
    return new Note(TOPIC, cluster, json.canonicalBytes(), order());
  }

  /// @throws io.tagtrail.core.json.JsonException if another version wrote it
  static Heard of(Note note) {
    ObjectView view = JsonReader.object(note.value());
    view.needNumber("v");
    return new Heard(
        note.key(),
        view.needTime("received"),
        view.needTime("claimed"),
        view.needText("via"),
        view.needParsed("said", Digest::parse));
  }

  /// The digest of what a report says, whenever it says it.
  static Digest said(Json.Obj report) {
    var members = new java.util.TreeMap<>(report.members());
    members.remove("time");
    return Digest.of(new Json.Obj(members).canonicalBytes());
  }
}
