package io.tagtrail.oci.http;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How to speak to one host.
///
/// @param caFile certificates in PEM that are trusted for this host **instead of** the system's
public record HostSettings(Scheme scheme, @Nullable Path caFile) {
  /// Which scheme the host speaks.
  public enum Scheme {
    /// https, but http for a loopback address.
    AUTO,
    HTTP,
    HTTPS
  }

  public static final HostSettings DEFAULT = new HostSettings(Scheme.AUTO, null);

  /// Plain http, because somebody asked for it.
  public static HostSettings insecure() {
    return new HostSettings(Scheme.HTTP, null);
  }

  public static HostSettings trusting(Path caFile) {
    return new HostSettings(Scheme.HTTPS, caFile);
  }
}
