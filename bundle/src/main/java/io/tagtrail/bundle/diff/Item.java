package io.tagtrail.bundle.diff;

import io.tagtrail.bundle.inventory.ObjectEntry;
import io.tagtrail.bundle.model.KubeObject;
import io.tagtrail.bundle.model.ObjectId;
import io.tagtrail.bundle.yaml.Meaning;
import io.tagtrail.bundle.yaml.Value;
import io.tagtrail.core.model.Digest;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An object of one side.
///
/// @param meaning null where it is not known: a Secret, of which only the inventory is left
/// @param tree null where only the inventory is left
record Item(
    ObjectId id,
    String apiVersion,
    String file,
    @Nullable Digest meaning,
    Value.@Nullable Mapping tree) {
  boolean isSecret() {
    return id.kind().equals("Secret") && id.group().isEmpty();
  }

  static List<Item> of(Side side) {
    var contents = side.contents();
    return contents == null
        ? side.inventory().objects().stream().map(Item::of).toList()
        : contents.objects().stream().map(Item::of).toList();
  }

  private static Item of(ObjectEntry entry) {
    return new Item(entry.id(), entry.apiVersion(), entry.file(), entry.digest(), null);
  }

  private static Item of(KubeObject object) {
    return new Item(
        object.id(), object.apiVersion(), object.file(), Meaning.of(object.tree()), object.tree());
  }

  /// By what they are told apart: what is there once on both sides, by its id, wherever it is; what
  /// overlays repeat, by its file too.
  static Map<Key, Item> keyed(List<Item> items, Map<ObjectId, Integer> most) {
    var all = new LinkedHashMap<Key, Item>();
    var times = new HashMap<Key, Integer>();
    for (var item : items) {
      boolean repeated = most.getOrDefault(item.id(), 1) > 1;
      var key = new Key(item.id(), repeated ? item.file() : "", 1);
      // Counted, not looked for: a list can name one object ten thousand times.
      int time = repeated ? times.merge(key, 1, Integer::sum) : 1;
      all.put(new Key(key.id(), key.file(), time), item);
    }
    return all;
  }

  /// @param file where it is, of what is there more than once; else empty
  /// @param time how often it was there before in this file, and this time
  record Key(ObjectId id, String file, int time) {}

  /// How often an id is there, on the side where it is more often.
  static Map<ObjectId, Integer> most(List<Item> one, List<Item> other) {
    var counts = counts(one);
    counts(other).forEach((id, count) -> counts.merge(id, count, Math::max));
    return counts;
  }

  private static Map<ObjectId, Integer> counts(List<Item> items) {
    var counts = new HashMap<ObjectId, Integer>();
    items.forEach(item -> counts.merge(item.id(), 1, Integer::sum));
    return counts;
  }
}
