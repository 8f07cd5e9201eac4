package io.tagtrail.server.clusters;

import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.Notes.Note;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.clusters.HealthRecord.Seen;
import java.util.Collection;
import java.util.List;

/// The note of what was seen in one cluster at one location.
final class SeenJson {
  /// More than any window of bundles to go back to.
  private static final int MOST = 200;

  private SeenJson() {}

  /// @param all the newest last; the oldest are left out where there are too many
  static byte[] of(Location location, Collection<Seen> all) {
    var newest = List.copyOf(all);
    newest = newest.subList(Math.max(0, newest.size() - MOST), newest.size());
    return new ObjectBuilder()
        .put("v", 1L)
        .putText("location", location)
        .putList(
            "bundles",
            newest,
            seen ->
                new ObjectBuilder()
                    .putText("digest", seen.bundle())
                    .put("first", seen.first())
                    .put("healthy", seen.healthy())
                    .put("failed", seen.failed())
                    .build())
        .build()
        .canonicalBytes();
  }

  static List<Seen> read(Note note) {
    ObjectView view = JsonReader.object(note.value());
    return view.objects(
        "bundles",
        each ->
            new Seen(
                note.key(),
                each.needParsed("digest", Digest::parse),
                each.needTime("first"),
                each.time("healthy"),
                each.text("failed")));
  }
}
