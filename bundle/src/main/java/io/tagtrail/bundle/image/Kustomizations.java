package io.tagtrail.bundle.image;

import io.tagtrail.bundle.bound.UnreadableException;
import io.tagtrail.bundle.image.Folders.Folder;
import io.tagtrail.bundle.yaml.Value;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// The `images:` of kustomizations in a bundle, and the files that each of them reaches: what a
/// Deployment names is not what the cluster pulls where a kustomization around it says otherwise.
///
/// A file that several kustomizations reach, from none to none of each other (overlays), names an
/// image for each. Patches are not applied.
public final class Kustomizations {
  /// More ways than these to one folder are not followed: each would name the same images again.
  private static final int MOST_WAYS = 64;

  private static final int MOST_DEEP = 100;

  private final Effort effort;
  private final Folders folders;

  /// @param documents the first documents of all kustomization files, by path; others are left out
  /// @param files the files that name images
  /// @throws UnreadableException if they take more steps than they may, or are nested too deeply
  Kustomizations(Map<String, Value.Mapping> documents, Set<String> files, Effort effort) {
    var own = new HashMap<String, Value.Mapping>();
    documents.forEach((path, document) -> {
      if (isKustomization(path)) {
        own.put(path, document);
      }
    });
    this.effort = effort;
    this.folders = new Folders(own, files, effort);
    var nothing = Chain.outermost();
    for (var folder : folders.outermost()) {
      reach(folder, nothing, new HashSet<>());
    }
    // What names itself in a circle is reached from nowhere else.
    for (var folder : folders.all()) {
      if (folder.around.isEmpty()) {
        reach(folder, nothing, new HashSet<>());
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
  ///
  /// @throws UnreadableException if that takes more steps than are left
  Set<String> effective(String file, String image) {
    var naming = folders.naming(file);
    if (naming.isEmpty()) {
      return Set.of(image);
    }
    var images = new LinkedHashSet<String>();
    for (var folder : naming) {
      var own = folder.own.apply(image, effort);
      for (var chain : folder.around) {
        images.add(chain.apply(own, effort));
      }
    }
    return images;
  }

  /// @param around what the kustomizations around this one do afterwards
  private void reach(Folder folder, Chain around, Set<Folder> within) {
    effort.step();
    // In a circle, or here before with the same around it.
    if (within.contains(folder)
        || folder.around.size() >= MOST_WAYS
        || folder.around.contains(around)) {
      return;
    }
    if (within.size() >= MOST_DEEP) {
      throw new UnreadableException(
          "its kustomizations are nested more than %d deep".formatted(MOST_DEEP));
    }
    folder.around.add(around);
    within.add(folder);
    var chain = folder.below.isEmpty() ? around : around.after(folder.own, effort);
    for (var below : folder.below) {
      reach(below, chain, within);
    }
    within.remove(folder);
  }
}
