package io.tagtrail.flux.kube;

import io.tagtrail.core.json.Json;
import java.nio.charset.StandardCharsets;

/// Objects for tests, in the words of Flux's own controllers.
public final class Manifests {
  /// Digests that differ.
  public static final String A = "sha256:" + "a".repeat(64);

  public static final String B = "sha256:" + "b".repeat(64);
  public static final String C = "sha256:" + "c".repeat(64);

  private Manifests() {}

  /// One object from YAML.
  public static Json.Obj yaml(String text) {
    return KubeYaml.documents(text.getBytes(StandardCharsets.UTF_8), "the test's YAML").getFirst();
  }

  /// An OCIRepository that has a digest and is ready.
  public static Json.Obj source(String namespace, String name, String digest) {
    return yaml(
        """
        apiVersion: source.toolkit.fluxcd.io/v1
        kind: OCIRepository
        metadata: {namespace: %1$s, name: %2$s, uid: source-%1$s-%2$s, generation: 1}
        spec: {url: "oci://registry.example.com/apps/%2$s", interval: 1m, ref: {tag: prod}}
        status:
          observedGeneration: 1
          artifact:
            digest: sha256:0000000000000000000000000000000000000000000000000000000000000000
            lastUpdateTime: "2026-11-20T10:00:00Z"
            path: ocirepository/%1$s/%2$s/x.tar.gz
            url: http://source-controller.flux-system.svc/ocirepository/%1$s/%2$s/x.tar.gz
            revision: prod@%3$s
          conditions:
            - {type: Ready, status: "True", reason: Succeeded, observedGeneration: 1,
               lastTransitionTime: "2026-11-20T10:00:01Z", message: "stored artifact for digest 'prod@%3$s'"}
        """
            .formatted(namespace, name, digest));
  }

  /// A Kustomization that applied a digest of the source of its name and is healthy.
  public static Json.Obj kustomization(String namespace, String name, String digest) {
    return yaml(
        """
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {namespace: %1$s, name: %2$s, uid: kustomization-%1$s-%2$s, generation: 3}
        spec: {interval: 5m, prune: true, sourceRef: {kind: OCIRepository, name: %2$s}}
        status:
          observedGeneration: 3
          lastAppliedRevision: prod@%3$s
          lastAttemptedRevision: prod@%3$s
          conditions:
            - {type: Ready, status: "True", reason: ReconciliationSucceeded, observedGeneration: 3,
               lastTransitionTime: "2026-11-20T10:00:20Z", message: "Applied revision: prod@%3$s"}
        """
            .formatted(namespace, name, digest));
  }

  /// The same, whose Deployment does not come up with another digest.
  public static Json.Obj failing(String namespace, String name, String applied, String tried) {
    return yaml(
        """
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {namespace: %1$s, name: %2$s, uid: kustomization-%1$s-%2$s, generation: 3}
        spec: {interval: 5m, prune: true, sourceRef: {kind: OCIRepository, name: %2$s}}
        status:
          observedGeneration: 3
          lastAppliedRevision: prod@%3$s
          lastAttemptedRevision: prod@%4$s
          conditions:
            - {type: Reconciling, status: "True", reason: ProgressingWithRetry, observedGeneration: 3,
               lastTransitionTime: "2026-11-20T11:00:20Z", message: "Health checks failed"}
            - {type: Ready, status: "False", reason: HealthCheckFailed, observedGeneration: 3,
               lastTransitionTime: "2026-11-20T11:00:20Z",
               message: "timeout waiting for: [Deployment/%1$s/web status: 'InProgress']"}
        """
            .formatted(namespace, name, applied, tried));
  }
}
