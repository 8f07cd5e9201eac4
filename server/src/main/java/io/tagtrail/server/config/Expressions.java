package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.Window;

/// Looks at what the configuration holds in other languages, so that a mistake is found where it
/// stands and before it matters. What is not looked at here fails closed when it is evaluated.
///
/// Every method throws [InvalidValueException] that says what is wrong.
public interface Expressions {
  /// Looks at nothing: for verbs that must not pay for loading the libraries.
  Expressions UNCHECKED =
      new Expressions() {
        @Override
        public void rule(String cel) {}

        @Override
        public void grant(String cel) {}

        @Override
        public void window(Window window) {}
      };

  /// A rule over event, bundle and history.
  void rule(String cel);

  /// A condition of a right, over identity, claims and alias.
  void grant(String cel);

  /// A window: its cron expression and its zone.
  void window(Window window);
}
