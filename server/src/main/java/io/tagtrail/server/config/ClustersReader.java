package io.tagtrail.server.config;

import java.util.LinkedHashMap;

/// Reads `flux.clusters` and `flux.staleAfter`.
final class ClustersReader {
  private ClustersReader() {}

  /// @param flux the section that holds both
  static ClustersConfig read(YamlView flux, Reading reading) {
    var staleAfter = flux.parsed("staleAfter", Durations::parse, ClustersConfig.USUAL.staleAfter());
    var watched = new LinkedHashMap<String, ClustersConfig.Watched>();
    var clusters = flux.mapping("clusters");
    for (var name : clusters.keys()) {
      watched.put(name, watched(clusters.mapping(name), reading));
    }
    clusters.done();
    return flux.checked(() -> new ClustersConfig(staleAfter, watched));
  }

  private static ClustersConfig.Watched watched(YamlView view, Reading reading) {
    var kubeconfig = view.parsed("kubeconfig", reading::path);
    var context = view.text("context");
    view.done();
    if (kubeconfig == null) {
      throw view.error("needs kubeconfig, a file");
    }
    return new ClustersConfig.Watched(kubeconfig, context);
  }
}
