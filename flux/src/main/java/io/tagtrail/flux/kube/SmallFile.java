package io.tagtrail.flux.kube;

import io.tagtrail.core.model.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Files that are configuration: bounded.
final class SmallFile {
  static final int MAX_BYTES = 4 << 20;

  private SmallFile() {}

  /// @param what it is, for messages
  /// @throws InvalidValueException if it cannot be read or is too large
  static byte[] read(Path file, String what) {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new InvalidValueException(
            "%s, %s, is larger than %d MiB".formatted(what, file, MAX_BYTES >> 20));
      }
      return bytes;
    } catch (IOException e) {
      throw new InvalidValueException(
          "%s, %s, cannot be read: %s".formatted(what, file, why(e)), e);
    }
  }

  private static String why(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "it is not there"
        : e.getClass().getSimpleName();
  }
}
