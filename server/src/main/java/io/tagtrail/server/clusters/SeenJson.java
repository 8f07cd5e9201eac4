package io.tagtrail.server.clusters;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.clusters.HealthRecord.Seen;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A note of what was seen in one cluster, at some locations.
final class SeenJson {
  /// More than any window of bundles to go back to.
  private static final int MOST = 200;

  private static final int FAILED_BYTES = 300;

  private SeenJson() {}

  /// The newest of those at a location, without the oldest where there are too many.
  static List<Seen> newest(List<Seen> all) {
    return all.subList(Math.max(0, all.size() - MOST), all.size());
  }

  /// @param all by location, the newest last
  /// @param needed the locations that stay where there are too many for a note: those that the
  ///   cluster follows now
  static byte[] of(Map<String, List<Seen>> all, Collection<Location> needed) {
    var bytes = of(all);
    if (bytes.length <= Notes.VALUE_BYTES) {
      return bytes;
    }
    var rest = new TreeMap<>(all);
    rest.keySet().retainAll(needed.stream().map(Location::toString).toList());
    return of(rest);
  }

  private static byte[] of(Map<String, List<Seen>> all) {
    return new ObjectBuilder()
        .put("v", 1L)
        .putList(
            "at",
            all.entrySet(),
            each ->
                new ObjectBuilder()
                    .put("location", each.getKey())
                    .putList("bundles", each.getValue(), SeenJson::bundle)
                    .build())
        .build()
        .canonicalBytes();
  }

  private static Json bundle(Seen seen) {
    var failed = seen.failed();
    return new ObjectBuilder()
        .putText("digest", seen.bundle())
        .put("first", seen.first())
        .put("healthy", seen.healthy())
        .put("failed", failed == null ? null : Text.clipped(failed, FAILED_BYTES))
        .build();
  }

  /// By location, the newest last.
  static Map<String, List<Seen>> read(Notes.Note note) {
    ObjectView view = JsonReader.object(note.value());
    var all = new TreeMap<String, List<Seen>>();
    view.needNumber("v");
    view.objects(
        "at",
        each ->
            all.put(
                each.needText("location"),
                each.objects("bundles", bundle -> bundle(note.key(), bundle))));
    return all;
  }

  private static Seen bundle(String cluster, ObjectView view) {
    return new Seen(
        cluster,
        view.needParsed("digest", Digest::parse),
        view.needTime("first"),
        view.time("healthy"),
        view.text("failed"));
  }
}
