package io.tagtrail.server.config;

/// Reads `flux:`.
final class FluxReader {
  private FluxReader() {}

  static FluxConfig read(YamlView view, Reading reading) {
    view.done();
    return FluxConfig.USUAL;
  }
}
