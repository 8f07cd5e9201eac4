package io.tagtrail.bundle.diff;

import io.tagtrail.bundle.diff.Difference.FileChange;
import io.tagtrail.bundle.diff.Difference.ObjectChange;
import io.tagtrail.bundle.inventory.FileEntry;
import io.tagtrail.bundle.model.BundleFile;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/// Compares two bundles.
public final class Comparison {
  private static final int MOST_NOTES = 20;

  /// Of changed files, of changed objects, of images: no reader wants more, and all of them are
  /// sent.
  private static final int MOST_LISTED = 5_000;

  private Comparison() {}

  public static Difference of(Side before, Side after) {
    var notes = new ArrayList<String>();
    missing("before", before, notes);
    missing("after", after, notes);
    var pairs = pairs(before, after);
    pairs.stream()
        .filter(Pair::isUnknown)
        .forEach(pair ->
            notes.add("%s may have changed: its bundle is gone".formatted(pair.any().id())));
    var files = files(before, after);
    var changed = pairs.stream().filter(pair -> pair.kind() != null).toList();
    var objects = listed(changed, "objects", notes).stream().map(Comparison::change).toList();
    var images = Images.between(before.inventory(), after.inventory());
    return new Difference(
        listed(files, "files", notes),
        objects,
        listed(images, "images", notes),
        new Hunks(before, after).of(pairs, files, notes),
        LastingThings.of(pairs, before, after),
        notes.stream().limit(MOST_NOTES).toList());
  }

  private static <T> List<T> listed(List<T> all, String what, List<String> notes) {
    if (all.size() <= MOST_LISTED) {
      return all;
    }
    notes.addFirst("%d more %s differ than are listed".formatted(all.size() - MOST_LISTED, what));
    return all.subList(0, MOST_LISTED);
  }

  private static void missing(String which, Side side, List<String> notes) {
    if (side.contents() == null) {
      notes.add(
          "the bundle %s is known by its inventory alone: texts are not compared".formatted(which));
    }
    var out = side.inventory().leftOut();
    if (!out.isNothing() && side.contents() == null) {
      notes.add(
          "the inventory of the bundle %s has no room for %d files, %d objects, %d images"
              .formatted(which, out.files(), out.objects(), out.images()));
    }
    side.inventory().problems().forEach(problem -> notes.add(which + ": " + problem));
  }

  private static ObjectChange change(Pair pair) {
    var item = pair.any();
    return new ObjectChange(
        Objects.requireNonNull(pair.kind(), "only what differs is a change"),
        item.id(),
        item.apiVersion(),
        item.file());
  }

  private static List<Pair> pairs(Side before, Side after) {
    var old = Item.of(before);
    var now = Item.of(after);
    var most = Item.most(old, now);
    var left = Item.keyed(old, most);
    var right = Item.keyed(now, most);
    var keys = new LinkedHashSet<>(left.keySet());
    keys.addAll(right.keySet());
    return keys.stream()
        .map(key -> new Pair(left.get(key), right.get(key)))
        .sorted(Comparator.comparing((Pair pair) -> pair.any().id()))
        .toList();
  }

  private static List<FileChange> files(Side before, Side after) {
    var old = digests(before);
    var now = digests(after);
    var paths = new TreeSet<>(old.keySet());
    paths.addAll(now.keySet());
    var changes = new ArrayList<FileChange>();
    for (var path : paths) {
      var one = old.get(path);
      var other = now.get(path);
      if (one == null) {
        changes.add(new FileChange(Kind.ADDED, path));
      } else if (other == null) {
        changes.add(new FileChange(Kind.REMOVED, path));
      } else if (differ(one, other)) {
        changes.add(new FileChange(Kind.CHANGED, path));
      }
    }
    return changes;
  }

  private static boolean differ(FileEntry one, FileEntry other) {
    if (one.digest() == null || other.digest() == null) {
      return one.size() != other.size();
    }
    return !one.digest().equals(other.digest());
  }

  private static Map<String, FileEntry> digests(Side side) {
    var all = new TreeMap<String, FileEntry>();
    var contents = side.contents();
    if (contents == null) {
      side.inventory().files().forEach(file -> all.put(file.path(), file));
    } else {
      for (BundleFile file : contents.files().values()) {
        all.put(file.path(), new FileEntry(file.path(), file.bytes().length, file.digest()));
      }
    }
    return all;
  }
}
