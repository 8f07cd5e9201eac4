package io.tagtrail.flux.status;

import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.cluster.SourceState;
import io.tagtrail.core.cluster.WorkloadState;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import io.tagtrail.flux.kube.KubeObject;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What an OCIRepository has.
///
/// `status.artifact.revision` names the manifest that it holds; `status.artifact.digest` is that of
/// the tarball that Flux made of it, and means nothing outside of the cluster.
public final class Sources {
  private Sources() {}

  /// The manifest digest that a source holds for the tag that it follows now; null where it holds
  /// none, or one of another tag or of a url that it had before.
  static @Nullable Digest consumed(KubeObject source, Location location) {
    var revision = Revision.parse(source.text("status", "artifact", "revision"));
    if (revision == null || revision.tag() == null) {
      return null;
    }
    var generation = source.number("metadata", "generation");
    var observed = source.number("status", "observedGeneration");
    var ready = Condition.of(source, "Ready");
    var stalled = Condition.of(source, "Stalled");
    boolean ofThisSpec =
        generation != null
            && generation.equals(observed)
            && (stalled == null || !stalled.isTrue())
            && ready != null;
    return ofThisSpec && revision.tag().equals(location.tag().value()) ? revision.digest() : null;
  }

  /// Who checks signatures there; null where nobody does.
  public static @Nullable String verify(KubeObject source) {
    if (!source.has("spec", "verify")) {
      return null;
    }
    var provider = source.text("spec", "verify", "provider");
    return provider == null ? "cosign" : provider;
  }

  /// @param since when it first had that; asked with what it has and when it says that it came
  static SourceState state(
      KubeObject source, Location location, Dated since, List<WorkloadState> workloads) {
    var verdict = Verdict.of(source);
    var digest = consumed(source, location);
    return new SourceState(
        source.namespace(),
        source.name(),
        location,
        digest,
        since.of(id(source), digest, source.time("status", "artifact", "lastUpdateTime")),
        verdict.health(),
        source.flag("spec", "suspend"),
        verify(source),
        problem(source, location, verdict, digest),
        workloads);
  }

  private static @Nullable String problem(
      KubeObject source, Location location, Verdict verdict, @Nullable Digest digest) {
    if (verdict.said() != null || digest != null || verdict.health() != Health.HEALTHY) {
      return verdict.said();
    }
    var revision = source.text("status", "artifact", "revision");
    return revision == null
        ? "it is ready, and holds nothing"
        : "it holds %s, which is not of the tag %s".formatted(revision, location.tag());
  }

  /// What an object is remembered by: one that is made anew is another one.
  static String id(KubeObject object) {
    return "%s %s %s".formatted(object.kind(), object.key(), object.uid());
  }

  /// Since when something has a digest.
  interface Dated {
    @Nullable Instant of(String id, @Nullable Digest digest, @Nullable Instant said);
  }
}
