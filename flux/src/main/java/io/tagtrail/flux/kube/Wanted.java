package io.tagtrail.flux.kube;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parts of objects that somebody here reads; what is not named is skipped while it comes, so
/// that it never takes room: whoever may write an object in one namespace decides what is in it,
/// and a cluster takes objects of megabytes.
///
/// One list for all kinds, because none has a large part under the name of another's. Lists stand
/// in it like the objects that they hold.
final class Wanted {
  static final Wanted OBJECT =
      of(
          "apiVersion",
          "kind",
          "metadata.namespace",
          "metadata.name",
          "metadata.uid",
          "metadata.resourceVersion",
          "metadata.generation",
          "metadata.creationTimestamp",
          // Of an OCIRepository.
          "spec.url",
          "spec.suspend",
          "spec.ref.tag",
          "spec.ref.semver",
          "spec.ref.semverFilter",
          "spec.ref.digest",
          "spec.verify.provider",
          "status.observedGeneration",
          "status.artifact.revision",
          "status.artifact.lastUpdateTime",
          // Of what takes its content.
          "spec.sourceRef.kind",
          "spec.sourceRef.namespace",
          "spec.sourceRef.name",
          "spec.chartRef.kind",
          "spec.chartRef.namespace",
          "spec.chartRef.name",
          "status.lastAppliedRevision",
          "status.lastAttemptedRevision",
          "status.lastAttemptedRevisionDigest",
          "status.history.status",
          "status.history.ociDigest",
          "status.history.lastDeployed",
          "status.conditions.type",
          "status.conditions.status",
          "status.conditions.reason",
          "status.conditions.message",
          "status.conditions.lastTransitionTime",
          "status.conditions.observedGeneration",
          // Of an event, and of what an API server says of a failure.
          "type",
          "reason",
          "message",
          "code",
          "count",
          "series.count",
          "series.lastObservedTime",
          "lastTimestamp",
          "eventTime",
          "firstTimestamp",
          "involvedObject.kind",
          "involvedObject.namespace",
          "involvedObject.name");

  /// A line of a watch.
  static final Wanted EVENT = of("type");

  /// What a list says of itself.
  static final Wanted LIST = of("resourceVersion", "continue");

  static {
    EVENT.inside.put("object", new Part("object", OBJECT));
  }

  /// A member that is wanted.
  ///
  /// @param name the one text of it that all objects share
  record Part(String name, Wanted of) {}

  private final Map<String, Part> inside = new HashMap<>();

  private Wanted() {}

  private static Wanted of(String... paths) {
    var all = new Wanted();
    for (var path : paths) {
      var at = all;
      for (var name : path.split("\\.", -1)) {
        at = at.inside.computeIfAbsent(name, each -> new Part(each, new Wanted())).of();
      }
    }
    return all;
  }

  @Nullable Part part(String name) {
    return inside.get(name);
  }

  /// Whether it is a text, a number or a flag: there is nothing in it.
  boolean isPlain() {
    return inside.isEmpty();
  }
}
