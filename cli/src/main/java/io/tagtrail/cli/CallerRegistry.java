package io.tagtrail.cli;

import io.tagtrail.core.registry.Registry;

/// The registry as whoever calls may reach it, with the logins of this machine.
public interface CallerRegistry extends AutoCloseable {
  Registry registry();

  @Override
  void close();

  /// One that nobody has to close.
  static CallerRegistry of(Registry registry) {
    return new CallerRegistry() {
      @Override
      public Registry registry() {
        return registry;
      }

      @Override
      public void close() {}
    };
  }
}
