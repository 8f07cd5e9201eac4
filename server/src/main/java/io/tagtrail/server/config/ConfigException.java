package io.tagtrail.server.config;

/// The configuration cannot be used. The message names the file, the line and the remedy.
public final class ConfigException extends RuntimeException {
  public ConfigException(String message) {
    super(message);
  }

  public ConfigException(String message, Throwable cause) {
    super(message, cause);
  }
}
