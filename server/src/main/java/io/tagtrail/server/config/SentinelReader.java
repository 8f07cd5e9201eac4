package io.tagtrail.server.config;

/// Reads `sentinel:`.
final class SentinelReader {
  private SentinelReader() {}

  static SentinelConfig read(YamlView view, Reading reading) {
    view.done();
    return SentinelConfig.USUAL;
  }
}
