package io.tagtrail.bundle.image;

import io.tagtrail.bundle.bound.UnreadableException;
import io.tagtrail.bundle.model.ImageUse;
import io.tagtrail.bundle.model.ImageUse.Origin;
import io.tagtrail.bundle.model.KubeObject;
import io.tagtrail.bundle.yaml.Value;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/// Finds every image that a bundle names.
public final class ImageFinder {
  private static final String HELM = "helm.toolkit.fluxcd.io";

  private final List<KindPaths> configured;

  public ImageFinder(List<KindPaths> configured) {
    this.configured = List.copyOf(configured);
  }

  /// @param documents the first documents of kustomizations, `Chart.yaml` and `values.yaml` files,
  ///   by path
  /// @throws UnreadableException if there are more than a bundle may name, or if they take more
  ///   steps to find than they may
  public List<ImageUse> find(List<KubeObject> objects, Map<String, Value.Mapping> documents) {
    var found = new Found();
    var files = objects.stream().map(KubeObject::file).collect(Collectors.toSet());
    var kustomizations = new Kustomizations(documents, files, new Effort());
    for (var object : objects) {
      var in = object.id().toString();
      of(
          object,
          (image, origin) -> {
            for (var effective : kustomizations.effective(object.file(), image)) {
              found.add(new ImageUse(effective, origin, in));
            }
          });
    }
    new ChartImages(documents, found::add).find();
    return found.all();
  }

  private void of(KubeObject object, BiConsumer<String, Origin> found) {
    // The schema of a custom resource has keys of these names, and no images.
    if (!object.id().kind().equals("CustomResourceDefinition")) {
      PodImages.find(object.tree(), image -> found.accept(image, Origin.POD));
    }
    if (object.is("HelmRelease", HELM)) {
      new ValueImages(null, found).find(object.tree().mapping("spec").mapping("values"));
    }
    for (var kind : configured) {
      if (kind.isOf(object)) {
        for (var path : kind.paths()) {
          path.in(object.tree()).forEach(value -> at(value, found));
        }
      }
    }
  }

  private static void at(Value value, BiConsumer<String, Origin> found) {
    switch (value) {
      case Value.Scalar scalar -> {
        if (!scalar.isNull() && !scalar.text().isBlank()) {
          found.accept(scalar.text().strip(), Origin.PATH);
        }
      }
      case Value.Mapping mapping ->
          new ValueImages(null, (image, origin) -> found.accept(image, Origin.PATH))
              .find(new Value.Mapping(Map.of("image", mapping)));
      case Value.Items items -> items.values().forEach(item -> at(item, found));
    }
  }
}
