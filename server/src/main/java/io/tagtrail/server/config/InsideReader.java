package io.tagtrail.server.config;

import io.tagtrail.bundle.image.KindPaths;
import io.tagtrail.bundle.image.PathExpression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads `inside:`.
final class InsideReader {
  private InsideReader() {}

  static InsideConfig read(YamlView view, Reading reading) {
    var crds = new ArrayList<KindPaths>();
    for (var each : view.mappings("crds")) {
      var kind = each.text("kind");
      var paths = each.list("paths", PathExpression::parse);
      if (kind == null || paths == null) {
        throw each.error("needs kind and paths, as in {kind: Prometheus, paths: [spec.image]}");
      }
      crds.add(each.checked(() -> new KindPaths(kind, paths)));
      each.done();
    }
    var ignore = orNone(view.list("ignore", Function.identity()));
    var ask = orNone(view.list("ask", Function.identity()));
    var patience = view.parsed("patience", Durations::parse, InsideConfig.USUAL.patience());
    view.done();
    return view.checked(() -> new InsideConfig(crds, ignore, ask, patience));
  }

  private static List<String> orNone(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}
