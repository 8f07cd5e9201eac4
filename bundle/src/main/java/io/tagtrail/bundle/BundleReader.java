package io.tagtrail.bundle;

import io.tagtrail.bundle.archive.Archive;
import io.tagtrail.bundle.bound.Budget;
import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.bound.UnreadableException;
import io.tagtrail.bundle.image.ImageFinder;
import io.tagtrail.bundle.image.KindPaths;
import io.tagtrail.bundle.model.BundleFile;
import io.tagtrail.bundle.model.BundleKind;
import io.tagtrail.bundle.model.Contents;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Reads what is inside of a bundle from its layers. Nothing is written, nothing is asked; the
/// bytes may come from anybody.
public final class BundleReader {
  private final Limits limits;
  private final ImageFinder images;

  /// @param configured where custom resources name images
  public BundleReader(Limits limits, List<KindPaths> configured) {
    this.limits = limits;
    this.images = new ImageFinder(configured);
  }

  /// @param parts the layers with content, see [MediaTypes#isContent]; where there are several, the
  ///   paths of each begin with its number (Flux takes one of them, and only the cluster knows
  ///   which)
  public Reading read(BundleKind kind, List<Part> parts) {
    try {
      var budget = new Budget(limits);
      var files = files(parts, budget);
      var found = new Looking(files, budget).look();
      return new Reading.Read(
          new Contents(
              kind,
              files,
              found.objects,
              images.find(found.objects, found.documents),
              found.problems));
    } catch (UnreadableException e) {
      return new Reading.Unreadable(e.why());
    }
  }

  private SortedMap<String, BundleFile> files(List<Part> parts, Budget budget) {
    // Whoever asks holds them as long as this reads.
    parts.forEach(part -> budget.held(part.bytes().length));
    var files = new TreeMap<String, BundleFile>();
    long bytes = 0;
    for (int i = 0; i < parts.size(); i++) {
      var before = parts.size() == 1 ? "" : (i + 1) + "/";
      for (var file : unpacked(parts.get(i), budget).entrySet()) {
        bytes += file.getValue().length;
        if (bytes > limits.unpacked() || files.size() >= limits.entries()) {
          throw new UnreadableException(
              "its layers together have more than %d files or %d MiB"
                  .formatted(limits.entries(), limits.unpacked() >> 20));
        }
        var path = before + file.getKey();
        files.put(path, BundleFile.of(path, file.getValue()));
      }
    }
    return files;
  }

  private static Map<String, byte[]> unpacked(Part part, Budget budget) {
    if (MediaTypes.isTar(part.mediaType())) {
      return Archive.files(part.bytes(), budget);
    }
    if (MediaTypes.isYaml(part.mediaType())) {
      var title = part.title();
      var name =
          title != null && title.matches("[A-Za-z0-9._-]{1,100}\\.ya?ml") ? title : "layer.yaml";
      var bytes = Archive.file(part.bytes(), budget);
      budget.file(name, bytes.length);
      return Map.of(name, bytes);
    }
    throw new UnreadableException(
        "it has a layer of a type that is not known: " + part.mediaType());
  }
}
