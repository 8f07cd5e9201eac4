package io.tagtrail.core.cluster;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.regex.Pattern;

/// What names objects of Kubernetes: it ends in commands that people paste, so that it is never an
/// option, never two words, and never anything that a shell reads.
final class ObjectNames {
  private static final int MOST = 253;

  // RFC 1123, as Kubernetes takes it for names of objects of its extensions and for namespaces.
  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?");
  private static final Pattern KIND = Pattern.compile("[A-Za-z]{1,63}");

  private ObjectNames() {}

  /// @param field for the error: `the name of a source`
  /// @throws InvalidValueException if no object can have this name
  static void name(String field, String text) {
    if (text.length() > MOST || !NAME.matcher(text).matches()) {
      throw new InvalidValueException(
          "%s has up to %d lower-case letters, digits and inner '-' and '.', not: %s"
              .formatted(field, MOST, Text.clipped(text, 80)));
    }
  }

  /// @throws InvalidValueException if no object can be of this kind
  static void kind(String field, String text) {
    if (!KIND.matcher(text).matches()) {
      throw new InvalidValueException(
          "%s has 1 to 63 letters, not: %s".formatted(field, Text.clipped(text, 80)));
    }
  }
}
