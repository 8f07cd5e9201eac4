package io.tagtrail.flux.status;

import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.cluster.WorkloadState;
import io.tagtrail.core.model.Digest;
import io.tagtrail.flux.kube.Kind;
import io.tagtrail.flux.kube.KubeObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a Kustomization or a HelmRelease has made of its source.
public final class Workloads {
  private Workloads() {}

  /// The OCIRepository that it takes its content from, as `namespace/name`; null where it is
  /// another kind of source.
  public static @Nullable String source(KubeObject workload) {
    var field = workload.is(Kind.HELM_RELEASE) ? "chartRef" : "sourceRef";
    var name = workload.text("spec", field, "name");
    if (name == null || !"OCIRepository".equals(workload.text("spec", field, "kind"))) {
      return null;
    }
    var namespace = workload.text("spec", field, "namespace");
    return (namespace == null ? workload.namespace() : namespace) + "/" + name;
  }

  /// The manifest that it applied last and whole; null where it does not say.
  static @Nullable Digest applied(KubeObject workload) {
    return workload.is(Kind.HELM_RELEASE)
        ? released(workload)
        : Revision.digest(workload.text("status", "lastAppliedRevision"));
  }

  /// The manifest that it tried last.
  static @Nullable Digest attempted(KubeObject workload) {
    return Revision.digest(
        workload.text(
            "status",
            workload.is(Kind.HELM_RELEASE)
                ? "lastAttemptedRevisionDigest"
                : "lastAttemptedRevision"));
  }

  /// Of a HelmRelease: what its newest deployed release was made from. There is no
  /// lastAppliedRevision in it.
  private static @Nullable Digest released(KubeObject release) {
    for (var snapshot : release.list("status", "history")) {
      if ("deployed".equals(snapshot.text("status"))) {
        var digest = Revision.digest(snapshot.text("ociDigest"));
        return digest != null || !isReady(release) ? digest : attempted(release);
      }
    }
    return null;
  }

  private static boolean isReady(KubeObject object) {
    return Verdict.of(object).health() == Health.HEALTHY;
  }

  /// When it says that it applied it; null where it does not say.
  private static @Nullable Instant said(KubeObject workload) {
    if (workload.is(Kind.HELM_RELEASE)) {
      for (var snapshot : workload.list("status", "history")) {
        if ("deployed".equals(snapshot.text("status"))) {
          return snapshot.time("lastDeployed");
        }
      }
      return null;
    }
    var ready = Condition.of(workload, "Ready");
    return ready != null && ready.isTrue() ? ready.changed() : null;
  }

  /// Which object fails, where one does: the one that its message names, else itself.
  static @Nullable FailingObject failing(KubeObject workload) {
    var verdict = Verdict.of(workload);
    if (verdict.health() != Health.FAILING) {
      return null;
    }
    var named = FailingObject.in(verdict.said());
    return named == null ? FailingObject.of(workload) : named;
  }

  /// @param lastEvent of the failing object; null for none
  static WorkloadState state(KubeObject workload, Sources.Dated since, @Nullable String lastEvent) {
    var verdict = Verdict.of(workload);
    var digest = applied(workload);
    return new WorkloadState(
        workload.kind(),
        workload.namespace(),
        workload.name(),
        digest,
        since.of(Sources.id(workload), digest, said(workload)),
        verdict.health(),
        workload.flag("spec", "suspend"),
        explained(workload, verdict, digest),
        lastEvent == null && verdict.health() == Health.PROGRESSING ? verdict.said() : lastEvent);
  }

  private static @Nullable String explained(
      KubeObject workload, Verdict verdict, @Nullable Digest applied) {
    var object = failing(workload);
    if (object == null) {
      return verdict.health() == Health.UNKNOWN ? verdict.said() : null;
    }
    var tried = attempted(workload);
    var doing = tried == null || tried.equals(applied) ? "" : ", on the way to " + tried;
    return "%s%s: %s".formatted(object, doing, verdict.said());
  }
}
