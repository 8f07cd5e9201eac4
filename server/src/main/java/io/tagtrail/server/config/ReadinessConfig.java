package io.tagtrail.server.config;

/// How it is made sure that there is a way back.
public record ReadinessConfig() {
  public static final ReadinessConfig USUAL = new ReadinessConfig();
}
