package io.tagtrail.bundle.image;

import io.tagtrail.bundle.model.ImageUse;
import io.tagtrail.bundle.yaml.Value;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The images in the values of a chart and of the charts below it, each with what the charts above
/// say over its own.
public final class ChartImages {
  private static final int MOST_DEEP = 8;

  private final Map<String, Value.Mapping> documents;
  private final Consumer<ImageUse> found;

  /// @param documents the first document of `Chart.yaml` and `values.yaml` files, by path
  public ChartImages(Map<String, Value.Mapping> documents, Consumer<ImageUse> found) {
    this.documents = documents;
    this.found = found;
  }

  /// All charts that are below no other.
  public void find() {
    documents.keySet().stream()
        .filter(path -> path.equals("Chart.yaml") || path.endsWith("/Chart.yaml"))
        .map(path -> path.substring(0, path.length() - "Chart.yaml".length()))
        .filter(folder -> parent(folder) == null)
        .forEach(folder -> chart(folder, Value.EMPTY, 0));
  }

  /// The folder of the chart that has this one in its `charts/`; null where none has.
  private @Nullable String parent(String folder) {
    int charts = folder.lastIndexOf("charts/", Math.max(0, folder.length() - 2));
    if (charts < 0 || folder.indexOf('/', charts + 7) != folder.length() - 1) {
      return null;
    }
    var above = folder.substring(0, charts);
    return documents.containsKey(above + "Chart.yaml") ? above : null;
  }

  private void chart(String folder, Value.Mapping above, int depth) {
    var chart = documents.getOrDefault(folder + "Chart.yaml", Value.EMPTY);
    var path = folder + "values.yaml";
    var values = Merged.over(documents.getOrDefault(path, Value.EMPTY), above);
    var below = folder + "charts/";
    var own = new LinkedHashMap<>(values.entries());
    for (var name : documents.keySet().stream().filter(each -> isBelow(each, below)).toList()) {
      var dependency = name.substring(below.length(), name.length() - "/Chart.yaml".length());
      own.remove(dependency);
      var said = values.get(dependency);
      boolean off =
          said instanceof Value.Mapping mapping
              && mapping.get("enabled") instanceof Value.Scalar enabled
              && enabled.isFalse();
      if (!off && depth < MOST_DEEP) {
        chart(below + dependency + "/", values.mapping(dependency), depth + 1);
      }
    }
    new ValueImages(
            chart.text("appVersion"),
            (image, origin) -> found.accept(new ImageUse(image, origin, path)))
        .find(new Value.Mapping(own));
  }

  private static boolean isBelow(String path, String folder) {
    return path.startsWith(folder)
        && path.endsWith("/Chart.yaml")
        && path.indexOf('/', folder.length()) == path.length() - "/Chart.yaml".length();
  }
}
