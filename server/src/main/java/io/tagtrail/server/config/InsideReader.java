package io.tagtrail.server.config;

/// Reads `inside:`.
final class InsideReader {
  private InsideReader() {}

  static InsideConfig read(YamlView view, Reading reading) {
    view.done();
    return InsideConfig.USUAL;
  }
}
