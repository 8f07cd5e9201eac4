package io.tagtrail.flux.kube;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// A kind of object that is read.
///
/// @param group empty for the core group
/// @param versions the newest first; the others are asked where a cluster does not know it
/// @param plural as it stands in paths
public record Kind(String name, String group, List<String> versions, String plural) {
  public static final Kind OCI_REPOSITORY =
      new Kind(
          "OCIRepository", "source.toolkit.fluxcd.io", List.of("v1", "v1beta2"), "ocirepositories");
  public static final Kind KUSTOMIZATION =
      new Kind("Kustomization", "kustomize.toolkit.fluxcd.io", List.of("v1"), "kustomizations");
  public static final Kind HELM_RELEASE =
      new Kind("HelmRelease", "helm.toolkit.fluxcd.io", List.of("v2"), "helmreleases");
  public static final Kind EVENT = new Kind("Event", "", List.of("v1"), "events");

  /// What is followed in each cluster.
  public static final List<Kind> FLUX = List.of(OCI_REPOSITORY, KUSTOMIZATION, HELM_RELEASE);

  public Kind {
    versions = List.copyOf(versions);
  }

  /// For people: `ocirepositories.source.toolkit.fluxcd.io`.
  public String resource() {
    return group.isEmpty() ? plural : plural + "." + group;
  }

  /// That objects are left out, for people.
  ///
  /// @param objects `namespace/name` of them
  public String leftOut(Collection<String> objects) {
    return "%d %s are left out, for which there is no room (docs/flux.md, limits): %s%s"
        .formatted(
            objects.size(),
            plural,
            objects.stream().sorted().limit(5).collect(Collectors.joining(", ")),
            objects.size() > 5 ? " and others" : "");
  }

  String path(String version) {
    return group.isEmpty()
        ? "/api/%s/%s".formatted(version, plural)
        : "/apis/%s/%s/%s".formatted(group, version, plural);
  }

  String path(String version, String namespace) {
    return (group.isEmpty() ? "/api/" + version : "/apis/%s/%s".formatted(group, version))
        + "/namespaces/%s/%s".formatted(Query.encoded(namespace), plural);
  }
}
