package io.tagtrail.server.config;

/// How bundles are looked into.
public record InsideConfig() {
  public static final InsideConfig USUAL = new InsideConfig();
}
