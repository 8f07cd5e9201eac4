package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.model.Text;
import java.util.function.Predicate;

/// Where a caller may have the server fetch a bundle from. The server stands elsewhere than its
/// callers: its folders are not theirs, and what it reaches is not theirs to reach.
public final class SourceRules {
  private final Predicate<String> knowsHost;

  /// @param knowsHost whether the configuration names a registry's host
  public SourceRules(Predicate<String> knowsHost) {
    this.knowsHost = knowsHost;
  }

  /// The source itself.
  ///
  /// @throws InvalidValueException if the server does not fetch from there
  String check(String source) {
    if (source.startsWith("oci-layout:")) {
      throw new InvalidValueException(
          "a server reads no folders for its callers: push the bundle to a registry, then promote"
              + " it from there");
    }
    boolean own =
        source.startsWith(":")
            || source.startsWith("@")
            || source.matches("[a-z0-9-]+/[a-z0-9-]+")
            || source.matches("sha(256|512):.*");
    if (!own) {
      var host = Reference.parse(source).repository().registry();
      if (!knowsHost.test(host)) {
        throw new InvalidValueException(
            "this server fetches only from registries that its configuration names (registries: or"
                + " the location of an application), not from "
                + Text.clipped(host, 120));
      }
    }
    return source;
  }
}
