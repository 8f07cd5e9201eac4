package io.tagtrail.flux.kube;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whom a client takes for the cluster.
///
/// @param authorities null for the system's
/// @param insecure whether anybody is taken for it: only where the kubeconfig says so in as many
///   words
/// @param serverName the name that its certificate must have instead of the address's; null for
///   that
record Trust(
    @Nullable List<X509Certificate> authorities, boolean insecure, @Nullable String serverName) {
  Trust {
    authorities = authorities == null ? null : List.copyOf(authorities);
  }
}
