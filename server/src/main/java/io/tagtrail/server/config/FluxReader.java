package io.tagtrail.server.config;

/// Reads `flux:`.
final class FluxReader {
  private FluxReader() {}

  static FluxConfig read(YamlView view, Reading reading) {
    var receivers = ReceiverReader.read(view.mappings("receivers"), reading);
    var hooks = HookReader.read(view.mappings("hooks"), reading);
    var clusters = ClustersReader.read(view, reading);
    view.done();
    return new FluxConfig(receivers, hooks, clusters);
  }
}
