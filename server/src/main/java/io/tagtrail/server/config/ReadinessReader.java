package io.tagtrail.server.config;

/// Reads `readiness:`.
final class ReadinessReader {
  private ReadinessReader() {}

  static ReadinessConfig read(YamlView view, Reading reading) {
    view.done();
    return ReadinessConfig.USUAL;
  }
}
