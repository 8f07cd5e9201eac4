package io.tagtrail.server.config;

import java.nio.file.Path;

/// The text of a file of at most 1 MiB.
public final class Texts {
  private Texts() {}

  /// @throws ConfigException if it cannot be read, is too long, or is no UTF-8
  public static String of(Path file) {
    return Reading.text(file, "");
  }
}
