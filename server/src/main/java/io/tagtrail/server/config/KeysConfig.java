package io.tagtrail.server.config;

/// The keys that sign, and those that count, by name.
public record KeysConfig() {
  public static final KeysConfig USUAL = new KeysConfig();
}
