package io.tagtrail.server.config;

import io.tagtrail.oci.http.IoTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Secrets, from where the configuration says that they are. They stand in no configuration, and in
/// no message.
public final class Secrets {
  private static final int MAX_BYTES = 65_536;

  private Secrets() {}

  /// The secret; null where neither place is named.
  ///
  /// @param what for the message, as in `the password of the database`
  /// @throws ConfigException if it is not there
  public static @Nullable String read(
      String what, @Nullable String variable, @Nullable Path file, Map<String, String> env) {
    if (variable != null) {
      var value = withoutLineEnd(env.get(variable));
      if (value.isEmpty()) {
        throw new ConfigException(
            "%s is to be in the environment variable %s, which is not set"
                .formatted(what, variable));
      }
      return value;
    }
    return file == null ? null : read(what, file);
  }

  /// Who fills a variable from a file often takes the file's line end with it.
  private static String withoutLineEnd(@Nullable String value) {
    int end = value == null ? 0 : value.length();
    while (value != null
        && end > 0
        && (value.charAt(end - 1) == '\n' || value.charAt(end - 1) == '\r')) {
      end--;
    }
    return value == null ? "" : value.substring(0, end);
  }

  private static String read(String what, Path file) {
    try (var in = Files.newInputStream(file)) {
      var bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new ConfigException("%s is no secret: %s is too long".formatted(what, file));
      }
      var text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw new ConfigException("%s is to be in %s, which is empty".formatted(what, file));
      }
      return text;
    } catch (IOException e) {
      throw new ConfigException(
          "%s cannot be read from %s: %s".formatted(what, file, IoTrouble.of(e)), e);
    }
  }
}
