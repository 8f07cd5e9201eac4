package io.tagtrail.oci;

import io.tagtrail.oci.auth.Credentials;
import io.tagtrail.oci.http.HostSettings;
import io.tagtrail.oci.http.Timeouts;
import java.util.LinkedHashMap;
import java.util.Map;

/// How the client speaks to registries.
///
/// @param hosts what differs from the default (https, but http for loopback; the system's trust)
///   for a registry or a token service, by `host` or `host:port`
public record OciSettings(
    Credentials credentials, Map<String, HostSettings> hosts, Timeouts timeouts) {
  public OciSettings {
    hosts = Map.copyOf(hosts);
  }

  /// No credentials, nothing special.
  public static OciSettings anonymous() {
    return new OciSettings(Credentials.none(), Map.of(), Timeouts.DEFAULT);
  }

  /// Credentials from this environment and Docker's config file.
  public static OciSettings standard(Map<String, String> environment) {
    return anonymous().with(Credentials.standard(environment));
  }

  public OciSettings with(Credentials other) {
    return new OciSettings(other, hosts, timeouts);
  }

  public OciSettings with(String host, HostSettings settings) {
    var more = new LinkedHashMap<>(hosts);
    more.put(host, settings);
    return new OciSettings(credentials, more, timeouts);
  }

  public OciSettings with(Timeouts other) {
    return new OciSettings(credentials, hosts, other);
  }
}
