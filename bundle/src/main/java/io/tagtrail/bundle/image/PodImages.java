package io.tagtrail.bundle.image;

import io.tagtrail.bundle.yaml.Value;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The images of containers, wherever an object has some: by the form of a pod's specification, not
/// by the object's kind, so that a Deployment, a CronJob and somebody's own kind around a pod
/// template are all found.
///
/// Form: Kubernetes' `PodSpec` (`containers`, `initContainers`, `ephemeralContainers`, and
/// `volumes[].image.reference`).
final class PodImages {
  private PodImages() {}

  static void find(Value value, Consumer<String> found) {
    switch (value) {
      case Value.Mapping mapping ->
          mapping
              .entries()
              .forEach((key, child) -> {
                switch (key) {
                  case "containers", "initContainers", "ephemeralContainers" ->
                      containers(child, found);
                  case "volumes" -> volumes(child, found);
                  default -> {
                    // No part of a pod by itself; what is below it may be.
                  }
                }
                find(child, found);
              });
      case Value.Items items -> items.values().forEach(item -> find(item, found));
      case Value.Scalar scalar -> {
        // Nothing is below it.
      }
    }
  }

  private static void containers(Value list, Consumer<String> found) {
    if (list instanceof Value.Items items) {
      for (var item : items.values()) {
        if (item instanceof Value.Mapping container) {
          accept(container.text("image"), found);
        }
      }
    }
  }

  private static void volumes(Value list, Consumer<String> found) {
    if (list instanceof Value.Items items) {
      for (var item : items.values()) {
        if (item instanceof Value.Mapping volume) {
          accept(volume.mapping("image").text("reference"), found);
        }
      }
    }
  }

  private static void accept(@Nullable String image, Consumer<String> found) {
    if (image != null && !image.isBlank()) {
      found.accept(image.strip());
    }
  }
}
