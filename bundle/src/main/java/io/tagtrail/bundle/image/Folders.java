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

/// The folders with a kustomization, and which files and other such folders each of them names.
/// What a bundle does not have is not kept.
final class Folders {
  /// A folder with a kustomization.
  static final class Folder {
    final Transforms own;
    final Set<Folder> below = new LinkedHashSet<>();

    /// The chains that are around it.
    final List<Chain> around = new ArrayList<>();

    private Folder(Transforms own) {
      this.own = own;
    }
  }

  private final Map<String, Folder> all = new HashMap<>();
  private final Map<String, Set<Folder>> naming = new HashMap<>();

  /// @param documents the first documents of kustomization files, by path
  /// @param files the files that name images
  Folders(Map<String, Value.Mapping> documents, Set<String> files, Effort effort) {
    documents.forEach(
        (path, document) -> all.put(parent(path), new Folder(Transforms.of(document))));
    documents.forEach((path, document) -> names(parent(path), document, files, effort));
  }

  private void names(String at, Value.Mapping document, Set<String> files, Effort effort) {
    var folder = all.get(at);
    for (var resource : resources(document)) {
      effort.step(at);
      effort.step(resource);
      var target = resolve(at, resource);
      var below = target == null ? null : all.get(target);
      if (folder == null || target == null || below == folder) {
        continue;
      }
      if (below != null) {
        folder.below.add(below);
      } else if (files.contains(target)) {
        naming.computeIfAbsent(target, path -> new LinkedHashSet<>()).add(folder);
      }
    }
  }

  /// Those that no other names.
  List<Folder> outermost() {
    var named = new HashSet<Folder>();
    all.values().forEach(folder -> named.addAll(folder.below));
    return all.values().stream().filter(folder -> !named.contains(folder)).toList();
  }

  List<Folder> all() {
    return List.copyOf(all.values());
  }

  /// Those that name a file.
  Set<Folder> naming(String file) {
    return naming.getOrDefault(file, Set.of());
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

  private static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
