package io.tagtrail.server.http.log;

/// Log lines, on or off, for the whole process. Call one of them before anything else: libraries
/// look for their logger once.
public final class Logging {
  private Logging() {}

  /// No log at all, and no time spent on one: the logger's implementation is never loaded.
  public static void off() {
    // SLF4J 2.0.13 and later say on standard error which provider they were told to take, unless
    // told not to.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
  }

  /// JSON lines on standard error.
  public static void on() {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.setProperty("slf4j.provider", "ch.qos.logback.classic.spi.LogbackServiceProvider");
    JsonLog.start(System.err);
  }
}
