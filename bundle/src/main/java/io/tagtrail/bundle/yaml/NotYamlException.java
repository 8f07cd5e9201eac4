package io.tagtrail.bundle.yaml;

import io.tagtrail.core.model.Text;

/// A file is not YAML, or not YAML that Kubernetes could read. The bundle around it can still be
/// read. The message never quotes the file: it may hold a secret.
public final class NotYamlException extends Exception {
  private static final int MESSAGE_BYTES = 200;

  NotYamlException(String message) {
    super(Text.clipped(message, MESSAGE_BYTES));
  }

  NotYamlException(String message, Throwable cause) {
    super(Text.clipped(message, MESSAGE_BYTES), cause);
  }

  /// The message, which is always there.
  public String why() {
    return String.valueOf(getMessage());
  }
}
