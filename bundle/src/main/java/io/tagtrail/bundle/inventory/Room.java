package io.tagtrail.bundle.inventory;

import io.tagtrail.core.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The bytes that are left of a document.
final class Room {
  private long left;

  Room(long bytes) {
    this.left = bytes;
  }

  /// The first of these, as many as there is room for.
  <T> List<Json> most(List<T> all, Function<T, Json> each) {
    var taken = new ArrayList<Json>();
    for (var one : all) {
      var json = each.apply(one);
      // A comma more.
      long bytes = json.canonicalBytes().length + 1L;
      if (bytes > left) {
        break;
      }
      left -= bytes;
      taken.add(json);
    }
    return taken;
  }
}
