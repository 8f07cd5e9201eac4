package io.tagtrail.bundle;

import io.tagtrail.bundle.bound.Budget;
import io.tagtrail.bundle.bound.Limits;
import io.tagtrail.bundle.image.Kustomizations;
import io.tagtrail.bundle.model.BundleFile;
import io.tagtrail.bundle.model.KubeObject;
import io.tagtrail.bundle.model.KubeObjects;
import io.tagtrail.bundle.yaml.NotYamlException;
import io.tagtrail.bundle.yaml.Value;
import io.tagtrail.bundle.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/// Looks into the files of a bundle for what is YAML.
final class Looking {
  private static final int MOST_PROBLEMS = 20;

  private final SortedMap<String, BundleFile> files;
  private final Limits limits;
  private final Budget budget;
  final List<KubeObject> objects = new ArrayList<>();
  final Map<String, Value.Mapping> documents = new HashMap<>();
  final List<String> problems = new ArrayList<>();
  private int more;

  Looking(SortedMap<String, BundleFile> files, Budget budget) {
    this.files = files;
    this.limits = budget.limits();
    this.budget = budget;
  }

  Looking look() {
    for (var file : files.values()) {
      if (isYaml(file) && !isTemplate(file.path())) {
        read(file);
      }
    }
    if (more > 0) {
      problems.add("and " + more + " more files");
    }
    return this;
  }

  private void read(BundleFile file) {
    if (file.bytes().length > limits.yamlBytes()) {
      problem("%s: more than %d MiB of YAML".formatted(file.path(), limits.yamlBytes() >> 20));
      return;
    }
    try {
      var all = YamlReader.read(file.bytes(), budget);
      boolean named = isNamed(file.path());
      for (var document : all) {
        if (named && document instanceof Value.Mapping mapping) {
          documents.putIfAbsent(file.path(), mapping);
        } else {
          KubeObjects.each(
              document,
              file.path(),
              object -> {
                budget.object();
                objects.add(object);
              });
        }
      }
    } catch (NotYamlException e) {
      problem("%s: %s".formatted(file.path(), e.why()));
    }
  }

  private void problem(String what) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(what);
    } else {
      more++;
    }
  }

  private static boolean isYaml(BundleFile file) {
    var path = file.path();
    return path.endsWith(".yaml")
        || path.endsWith(".yml")
        || Kustomizations.isKustomization(path)
        || (path.endsWith(".json") && looksLikeAnObject(file.bytes()));
  }

  /// JSON is YAML; but a dashboard of a megabyte is not worth reading.
  private static boolean looksLikeAnObject(byte[] bytes) {
    var start = new String(bytes, 0, Math.min(bytes.length, 4_096), StandardCharsets.ISO_8859_1);
    return start.contains("\"apiVersion\"") && start.contains("\"kind\"");
  }

  private static boolean isNamed(String path) {
    return Kustomizations.isKustomization(path)
        || path.equals("Chart.yaml")
        || path.endsWith("/Chart.yaml")
        || path.equals("values.yaml")
        || path.endsWith("/values.yaml");
  }

  /// Whether it is a template of a chart: text with holes, no YAML.
  private boolean isTemplate(String path) {
    for (int at = path.indexOf("templates/"); at >= 0; at = path.indexOf("templates/", at + 1)) {
      boolean folder = at == 0 || path.charAt(at - 1) == '/';
      if (folder && files.containsKey(path.substring(0, at) + "Chart.yaml")) {
        return true;
      }
    }
    return false;
  }
}
