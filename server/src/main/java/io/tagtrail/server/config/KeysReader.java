package io.tagtrail.server.config;

/// Reads `keys:`.
final class KeysReader {
  private KeysReader() {}

  static KeysConfig read(YamlView view, Reading reading) {
    view.done();
    return KeysConfig.USUAL;
  }
}
