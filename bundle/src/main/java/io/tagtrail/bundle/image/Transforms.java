package io.tagtrail.bundle.image;

import io.tagtrail.bundle.yaml.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The `images:` of one kustomization, by the names that they are for.
final class Transforms {
  static final Transforms NONE = new Transforms(List.of());
  private static final Comparator<Transform> ORDER =
      Comparator.comparing(Transform::name).thenComparingInt(Transform::place);

  private final List<Transform> byName;

  private Transforms(List<Transform> byName) {
    this.byName = byName;
  }

  static Transforms of(Value.Mapping kustomization) {
    var all = new ArrayList<Transform>();
    for (var item : kustomization.items("images")) {
      var transform = Transform.of(item, all.size());
      if (transform != null) {
        all.add(transform);
      }
    }
    all.sort(ORDER);
    return all.isEmpty() ? NONE : new Transforms(List.copyOf(all));
  }

  /// An image after all of them, each after those before it: what one names, a later one may take.
  String apply(String image, Effort effort) {
    var now = image;
    effort.step();
    for (var next = next(now, 0); next != null; next = next(now, next.place() + 1)) {
      now = next.apply(now);
      effort.step(now);
    }
    return now;
  }

  /// The first one from a place on that takes this image.
  private @Nullable Transform next(String image, int from) {
    var name = Transform.bare(image);
    int low = 0;
    int high = byName.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      var each = byName.get(middle);
      int order = each.name().compareTo(name);
      if (order < 0 || (order == 0 && each.place() < from)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < byName.size() && byName.get(low).name().equals(name) ? byName.get(low) : null;
  }
}
