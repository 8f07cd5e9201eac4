package io.tagtrail.core.cluster;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Text;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A Kustomization or HelmRelease that takes what a source brings.
///
/// @param applied the bundle that it applied last; null where that is not known
/// @param since when it was first seen to have applied that
/// @param failing the object that fails and why, in one sentence
/// @param lastEvent the last event of the failing object
public record WorkloadState(
    String kind,
    String namespace,
    String name,
    @Nullable Digest applied,
    @Nullable Instant since,
    Health health,
    boolean suspended,
    @Nullable String failing,
    @Nullable String lastEvent) {
  public static final int NAME_BYTES = 253;
  public static final int TEXT_BYTES = 1_000;

  public WorkloadState {
    ObjectNames.kind("the kind of a workload", kind);
    ObjectNames.name("the namespace of a workload", namespace);
    ObjectNames.name("the name of a workload", name);
    failing = failing == null ? null : Text.clipped(failing, TEXT_BYTES);
    lastEvent = lastEvent == null ? null : Text.clipped(lastEvent, TEXT_BYTES);
  }

  /// For people: `Kustomization apps/shop`.
  public String shown() {
    return "%s %s/%s".formatted(kind, namespace, name);
  }

  /// Whether it applied this bundle, and it does well.
  public boolean runs(Digest bundle) {
    return bundle.equals(applied) && health == Health.HEALTHY && !suspended;
  }

  public Json.Obj toJson() {
    return new ObjectBuilder()
        .put("kind", kind)
        .put("namespace", namespace)
        .put("name", name)
        .putText("applied", applied)
        .put("since", since)
        .put("health", health.label())
        .put("suspended", suspended)
        .put("failing", failing)
        .put("lastEvent", lastEvent)
        .build();
  }

  public static WorkloadState fromJson(ObjectView view) {
    return new WorkloadState(
        view.needText("kind"),
        view.needText("namespace"),
        view.needText("name"),
        view.parsed("applied", Digest::parse),
        view.time("since"),
        view.needParsed("health", Health::parse),
        view.flag("suspended"),
        view.text("failing"),
        view.text("lastEvent"));
  }
}
