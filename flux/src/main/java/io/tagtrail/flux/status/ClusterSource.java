package io.tagtrail.flux.status;

import io.tagtrail.flux.kube.KubeAccess;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where a cluster is read from.
///
/// @param kubeconfig null for the service account of this pod
/// @param context of the kubeconfig; null for its current one
public record ClusterSource(@Nullable Path kubeconfig, @Nullable String context) {
  /// @throws io.tagtrail.core.model.InvalidValueException if it cannot be read
  public KubeAccess access() {
    return kubeconfig == null ? KubeAccess.inCluster() : KubeAccess.kubeconfig(kubeconfig, context);
  }
}
