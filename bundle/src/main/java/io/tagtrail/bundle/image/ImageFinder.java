package io.tagtrail.bundle.image;

import io.tagtrail.bundle.model.ImageUse;
import io.tagtrail.bundle.model.ImageUse.Origin;
import io.tagtrail.bundle.model.KubeObject;
import io.tagtrail.bundle.yaml.Value;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Finds every image that a bundle names.
public final class ImageFinder {
  private static final String HELM = "helm.toolkit.fluxcd.io";

  private final List<KindPaths> configured;

  public ImageFinder(List<KindPaths> configured) {
    this.configured = List.copyOf(configured);
  }

  /// @param documents the first documents of kustomizations, `Chart.yaml` and `values.yaml` files,
  ///   by path
  public List<ImageUse> find(List<KubeObject> objects, Map<String, Value.Mapping> documents) {
    var all = new LinkedHashSet<ImageUse>();
    var kustomizations = new Kustomizations(documents);
    for (var object : objects) {
      for (var use : of(object)) {
        for (var image : kustomizations.effective(object.file(), use.image())) {
          all.add(new ImageUse(image, use.origin(), use.in()));
        }
      }
    }
    new ChartImages(documents, all::add).find();
    return List.copyOf(all);
  }

  private Set<ImageUse> of(KubeObject object) {
    var all = new LinkedHashSet<ImageUse>();
    var in = object.id().toString();
    // The schema of a custom resource has keys of these names, and no images.
    if (!object.id().kind().equals("CustomResourceDefinition")) {
      PodImages.find(object.tree(), image -> all.add(new ImageUse(image, Origin.POD, in)));
    }
    if (object.is("HelmRelease", HELM)) {
      new ValueImages(null, (image, origin) -> all.add(new ImageUse(image, origin, in)))
          .find(object.tree().mapping("spec").mapping("values"));
    }
    for (var kind : configured) {
      if (kind.isOf(object)) {
        for (var path : kind.paths()) {
          path.in(object.tree()).forEach(value -> at(value, in, all));
        }
      }
    }
    return all;
  }

  private static void at(Value value, String in, Set<ImageUse> all) {
    switch (value) {
      case Value.Scalar scalar -> {
        if (!scalar.isNull() && !scalar.text().isBlank()) {
          all.add(new ImageUse(scalar.text().strip(), Origin.PATH, in));
        }
      }
      case Value.Mapping mapping ->
          new ValueImages(null, (image, origin) -> all.add(new ImageUse(image, Origin.PATH, in)))
              .find(new Value.Mapping(Map.of("image", mapping)));
      case Value.Items items -> items.values().forEach(item -> at(item, in, all));
    }
  }
}
