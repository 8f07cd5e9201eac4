package io.tagtrail.bench.world;

/// A registry that runs in a process of its own, on loopback, without authentication.
public interface Served extends AutoCloseable {
  /// What it is, for the report.
  String name();

  /// `127.0.0.1:PORT`
  String host();

  @Override
  void close();
}
