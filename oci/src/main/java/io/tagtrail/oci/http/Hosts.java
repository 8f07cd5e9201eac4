package io.tagtrail.oci.http;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.oci.http.HostSettings.Scheme;
import java.net.URI;
import java.util.Map;

/// Where registries are on the wire, by their canonical names.
///
/// @param settings by `host` or `host:port`, as in [io.tagtrail.core.model.Repository#registry()]
public record Hosts(Map<String, HostSettings> settings) {
  public Hosts {
    settings = Map.copyOf(settings);
  }

  /// The base of a registry's requests: `https://registry-1.docker.io` for `docker.io`.
  public URI base(String registry) {
    var authority = registry.equals("docker.io") ? "registry-1.docker.io" : registry;
    var scheme =
        switch (of(registry).scheme()) {
          case HTTP -> "http";
          case HTTPS -> "https";
          case AUTO -> Addresses.isLoopback(Addresses.host(registry)) ? "http" : "https";
        };
    try {
      return URI.create(scheme + "://" + authority);
    } catch (IllegalArgumentException e) {
      throw new InvalidValueException("not a registry: " + Text.clipped(registry, 255), e);
    }
  }

  public HostSettings of(String authority) {
    return settings.getOrDefault(authority, HostSettings.DEFAULT);
  }

  /// Whether a secret may go to this address for the sake of a registry: by https always; by http
  /// only to a host that was configured as http, or within loopback.
  public boolean mayCarrySecrets(URI uri, URI registry) {
    if ("https".equalsIgnoreCase(uri.getScheme())) {
      return true;
    }
    if (!"http".equalsIgnoreCase(uri.getScheme()) || uri.getAuthority() == null) {
      return false;
    }
    return of(uri.getAuthority()).scheme() == Scheme.HTTP
        || (isLoopback(uri) && isLoopback(registry));
  }

  /// Whether an address that `from` gave us (a redirect, a token service) may be followed: not to
  /// another host's literal internal address, unless `from` is at one itself.
  public static boolean mayLead(URI from, URI to) {
    return to.getHost() != null
        && from.getHost() != null
        && (to.getHost().equalsIgnoreCase(from.getHost())
            || !Addresses.isInternalLiteral(to.getHost())
            || Addresses.isInternalLiteral(from.getHost()));
  }

  public static boolean isLoopback(URI uri) {
    return uri.getHost() != null && Addresses.isLoopback(uri.getHost());
  }

  public static boolean sameHost(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost() != null
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  private static int port(URI uri) {
    return uri.getPort() >= 0
        ? uri.getPort()
        : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
  }
}
