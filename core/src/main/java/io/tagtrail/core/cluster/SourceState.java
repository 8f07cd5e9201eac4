package io.tagtrail.core.cluster;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Text;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An OCIRepository that follows a tag, and what takes its content.
///
/// @param location the tag that it follows
/// @param consumed the manifest digest that it has; null before the first
/// @param since when it was first seen to have that
/// @param verify who checks signatures there, `cosign` or `notation`; null where nobody does
/// @param problem what the source says is wrong
public record SourceState(
    String namespace,
    String name,
    Location location,
    @Nullable Digest consumed,
    @Nullable Instant since,
    Health health,
    boolean suspended,
    @Nullable String verify,
    @Nullable String problem,
    List<WorkloadState> workloads) {
  public static final int MAX_WORKLOADS = 200;

  public SourceState {
    ObjectNames.name("the namespace of a source", namespace);
    ObjectNames.name("the name of a source", name);
    if (verify != null) {
      Text.bounded("who verifies", verify, WorkloadState.NAME_BYTES);
    }
    problem = problem == null ? null : Text.clipped(problem, WorkloadState.TEXT_BYTES);
    workloads = List.copyOf(workloads);
    if (workloads.size() > MAX_WORKLOADS) {
      throw new InvalidValueException(
          "a source has at most %d workloads, not %d".formatted(MAX_WORKLOADS, workloads.size()));
    }
  }

  /// For people: `OCIRepository apps/shop`.
  public String shown() {
    return "OCIRepository %s/%s".formatted(namespace, name);
  }

  /// Whether it has this bundle, and all that takes it applied it and does well. A source that
  /// nothing takes runs nothing.
  public boolean runs(Digest bundle) {
    return bundle.equals(consumed)
        && health == Health.HEALTHY
        && !workloads.isEmpty()
        && workloads.stream().allMatch(each -> each.runs(bundle));
  }

  public Json.Obj toJson() {
    return new ObjectBuilder()
        .put("namespace", namespace)
        .put("name", name)
        .putText("location", location)
        .putText("consumed", consumed)
        .put("since", since)
        .put("health", health.label())
        .put("suspended", suspended)
        .put("verify", verify)
        .put("problem", problem)
        .putList("workloads", workloads, WorkloadState::toJson)
        .build();
  }

  public static SourceState fromJson(ObjectView view) {
    return new SourceState(
        view.needText("namespace"),
        view.needText("name"),
        view.needParsed("location", Location::parse),
        view.parsed("consumed", Digest::parse),
        view.time("since"),
        view.needParsed("health", Health::parse),
        view.flag("suspended"),
        view.text("verify"),
        view.text("problem"),
        view.objects("workloads", WorkloadState::fromJson));
  }
}
