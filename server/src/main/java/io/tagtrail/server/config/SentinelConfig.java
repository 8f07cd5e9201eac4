package io.tagtrail.server.config;

/// How outside moves are watched for.
public record SentinelConfig() {
  public static final SentinelConfig USUAL = new SentinelConfig();
}
