package io.tagtrail.bundle.diff;

import io.tagtrail.bundle.diff.Difference.ImageChange;
import io.tagtrail.bundle.inventory.ImageEntry;
import io.tagtrail.bundle.inventory.Inventory;
import io.tagtrail.core.model.Digest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The images that two bundles name, by repository.
final class Images {
  private Images() {}

  static List<ImageChange> between(Inventory before, Inventory after) {
    var old = byRepository(before);
    var now = byRepository(after);
    var repositories = new TreeSet<>(old.keySet());
    repositories.addAll(now.keySet());
    var changes = new ArrayList<ImageChange>();
    for (var repository : repositories) {
      var left = old.getOrDefault(repository, Map.of());
      var right = now.getOrDefault(repository, Map.of());
      var gone = only(left, right);
      var come = only(right, left);
      if (!gone.isEmpty() || !come.isEmpty()) {
        changes.add(new ImageChange(repository, gone, come));
      }
    }
    return changes;
  }

  /// What the one names and the other does not, or names and it is other bytes now.
  private static List<String> only(
      Map<String, @Nullable Digest> one, Map<String, @Nullable Digest> other) {
    return one.entrySet().stream()
        .filter(each -> {
          if (!other.containsKey(each.getKey())) {
            return true;
          }
          var there = other.get(each.getKey());
          return there != null && each.getValue() != null && !there.equals(each.getValue());
        })
        .map(each -> shown(each.getKey(), each.getValue()))
        .sorted()
        .toList();
  }

  private static String shown(String tag, @Nullable Digest digest) {
    return digest == null || tag.indexOf('@') >= 0
        ? tag
        : tag + " (" + digest.algorithm() + ":" + digest.shortHex() + ")";
  }

  private static Map<String, Map<String, @Nullable Digest>> byRepository(Inventory inventory) {
    var all = new TreeMap<String, Map<String, @Nullable Digest>>();
    for (ImageEntry entry : inventory.images()) {
      var image = entry.image();
      int at = image.indexOf('@');
      var before = at < 0 ? image : image.substring(0, at);
      int colon = before.indexOf(':', before.lastIndexOf('/') + 1);
      var repository = colon < 0 ? before : before.substring(0, colon);
      var rest = image.substring(repository.length());
      var tag = rest.startsWith(":") ? rest.substring(1) : rest.isEmpty() ? "latest" : rest;
      var tags = all.computeIfAbsent(repository, name -> new TreeMap<>());
      if (tags.get(tag) == null) {
        tags.put(tag, entry.digest());
      }
    }
    return all;
  }
}
