package io.tagtrail.bundle.image;

import io.tagtrail.bundle.yaml.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `images:` of kustomizations in a bundle, and the files that each of them reaches: what a
/// Deployment names is not what the cluster pulls where a kustomization around it says otherwise.
///
/// A file that several kustomizations reach, from none to none of each other (overlays), names an
/// image for each. Patches are not applied.
public final class Kustomizations {
  /// More ways than these to one file are not followed: each would name the same images again.
  private static final int MOST_WAYS = 64;

  private static final int MOST_STEPS = 50_000;

  private final Map<String, Value.Mapping> folders = new HashMap<>();
  private final Map<String, Set<List<Transform>>> ways = new HashMap<>();
  private final Set<String> reached = new HashSet<>();
  private int steps;

  /// @param documents the first documents of all kustomization files, by path
  public Kustomizations(Map<String, Value.Mapping> documents) {
    documents.forEach((path, document) -> {
      if (isKustomization(path)) {
        folders.put(folder(path), document);
      }
    });
    var used = new HashSet<String>();
    folders.forEach((folder, document) -> {
      for (var resource : resources(document)) {
        var target = resolve(folder, resource);
        if (target != null && !target.equals(folder)) {
          used.add(target);
        }
      }
    });
    for (var folder : folders.keySet()) {
      if (!used.contains(folder)) {
        reach(folder, List.of(), new HashSet<>());
      }
    }
    // What names itself in a circle is reached from nowhere else.
    for (var folder : folders.keySet()) {
      if (!reached.contains(folder)) {
        reach(folder, List.of(), new HashSet<>());
      }
    }
  }

  public static boolean isKustomization(String path) {
    var name = path.substring(path.lastIndexOf('/') + 1);
    return name.equals("kustomization.yaml")
        || name.equals("kustomization.yml")
        || name.equals("Kustomization");
  }

  /// The images that a cluster gets for one that a file names.
  public Set<String> effective(String file, String image) {
    var all = ways.get(file);
    if (all == null) {
      return Set.of(image);
    }
    var images = new LinkedHashSet<String>();
    for (var way : all) {
      var now = image;
      for (var transform : way) {
        now = transform.apply(now);
      }
      images.add(now);
    }
    return images;
  }

  /// @param outer what the kustomizations around this one do afterwards
  private void reach(String folder, List<Transform> outer, Set<String> within) {
    var document = folders.get(folder);
    if (document == null || !within.add(folder) || ++steps > MOST_STEPS) {
      return;
    }
    reached.add(folder);
    var chain = new ArrayList<>(Transform.of(document));
    chain.addAll(outer);
    for (var resource : resources(document)) {
      var target = resolve(folder, resource);
      if (target == null || target.equals(folder)) {
        continue;
      }
      if (folders.containsKey(target)) {
        reach(target, List.copyOf(chain), within);
      } else {
        var all = ways.computeIfAbsent(target, path -> new LinkedHashSet<>());
        if (all.size() < MOST_WAYS) {
          all.add(List.copyOf(chain));
        }
      }
    }
    within.remove(folder);
  }

  private static List<String> resources(Value.Mapping document) {
    var all = new ArrayList<String>();
    for (var key : List.of("resources", "bases", "components")) {
      for (var item : document.items(key)) {
        if (item instanceof Value.Scalar scalar) {
          all.add(scalar.text());
        }
      }
    }
    return all;
  }

  private static @Nullable String resolve(String folder, String relative) {
    var steps = new ArrayList<String>();
    for (var step : (folder + "/" + relative).split("/", -1)) {
      if (step.equals("..")) {
        if (steps.isEmpty()) {
          return null;
        }
        steps.removeLast();
      } else if (!step.isEmpty() && !step.equals(".")) {
        steps.add(step);
      }
    }
    return String.join("/", steps);
  }

  private static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
