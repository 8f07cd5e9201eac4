package io.tagtrail.bundle.diff;

import io.tagtrail.bundle.yaml.Value;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The versions of a custom resource definition.
final class Versions {
  private Versions() {}

  /// Whether the one after stores objects in a version that the one before does not serve. Where
  /// only inventories are left, it is not known and so not said.
  static boolean differ(Pair pair) {
    var before = pair.before();
    var after = pair.after();
    if (before == null || after == null) {
      return false;
    }
    return !names(before.tree(), false).containsAll(names(after.tree(), true));
  }

  private static Set<String> names(Value.@Nullable Mapping tree, boolean stored) {
    var names = new HashSet<String>();
    if (tree == null) {
      return names;
    }
    for (var item : tree.mapping("spec").items("versions")) {
      if (item instanceof Value.Mapping version) {
        var name = version.text("name");
        if (name != null && (!stored || "true".equals(version.text("storage")))) {
          names.add(name);
        }
      }
    }
    return names;
  }
}
