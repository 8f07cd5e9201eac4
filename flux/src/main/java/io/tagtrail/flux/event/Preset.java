package io.tagtrail.flux.event;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/// The notifications of registries that are known. Their own documentation is the source of each;
/// those of distribution and zot are tested with the registries themselves.
public enum Preset {
  /// distribution 2.8 and 3 (`application/vnd.docker.distribution.events.v1+json`, `.v2+json`), and
  /// what is built on it. A pull is an event too.
  DISTRIBUTION,
  /// zot 2.1.18 and later (built with events): CloudEvents, in the binary or the structured form. A
  /// deletion by digest names the digest where the tag stands.
  ZOT,
  /// Harbor 2, its own payload and the one of CloudEvents. Tags that are made in Harbor itself give
  /// no notification.
  HARBOR,
  /// Quay: a push to a repository.
  QUAY,
  /// Azure Container Registry: its webhooks.
  ACR,
  /// Amazon ECR: `ECR Image Action` of EventBridge.
  ECR,
  /// Google Artifact Registry: the topic `gcr`, pushed by Pub/Sub.
  GAR,
  /// GitHub's container registry: the webhooks `registry_package` and `package`, signed in
  /// `X-Hub-Signature-256`.
  GHCR,
  /// Docker Hub: a push.
  DOCKER_HUB;

  /// Where in such a notification what is asked for stands.
  public Mapping mapping() {
    return switch (this) {
      case DISTRIBUTION ->
          Mapping.of(
              List.of(),
              List.of("/events"),
              List.of("/target/repository"),
              List.of(),
              List.of("/target/tag"),
              List.of("/target/digest"),
              List.of("/action"),
              Set.of("push", "mount"),
              Set.of("delete"));
      case ZOT ->
          Mapping.of(
              List.of(),
              List.of("/data"),
              List.of("/name"),
              List.of(),
              List.of("/reference"),
              List.of("/digest"),
              List.of("/type"),
              Set.of("zotregistry.image.updated"),
              Set.of("zotregistry.image.deleted"));
      case HARBOR ->
          Mapping.of(
              List.of(),
              List.of("/event_data/resources", "/data/resources"),
              List.of("/event_data/repository/repo_full_name", "/data/repository/repo_full_name"),
              List.of(),
              List.of("/tag"),
              List.of("/digest"),
              List.of("/type"),
              Set.of("PUSH_ARTIFACT", "REPLICATION", "harbor.artifact.pushed"),
              Set.of("DELETE_ARTIFACT", "harbor.artifact.deleted"));
      case QUAY ->
          Mapping.of(
              List.of(),
              List.of(),
              List.of("/repository"),
              List.of(),
              List.of("/updated_tags"),
              List.of(),
              List.of(),
              Set.of(),
              Set.of());
      case ACR ->
          Mapping.of(
              List.of(),
              List.of(),
              List.of("/target/repository"),
              List.of(),
              List.of("/target/tag"),
              List.of("/target/digest"),
              List.of("/action"),
              Set.of("push", "quarantine", "chart_push"),
              Set.of("delete", "chart_delete"));
      case ECR ->
          Mapping.of(
              List.of(),
              List.of("/detail"),
              List.of("/repository-name"),
              List.of(),
              List.of("/image-tag"),
              List.of("/image-digest"),
              List.of("/action-type"),
              Set.of("PUSH"),
              Set.of("DELETE"));
      case GAR ->
          Mapping.of(
              List.of("/message/data"),
              List.of(),
              List.of(),
              List.of("/tag", "/digest"),
              List.of(),
              List.of(),
              List.of("/action"),
              Set.of("INSERT"),
              Set.of("DELETE"));
      case GHCR ->
          Mapping.of(
              List.of(),
              List.of("/registry_package", "/package"),
              List.of(),
              List.of("/package_version/package_url"),
              List.of("/package_version/container_metadata/tag/name"),
              List.of("/package_version/container_metadata/tag/digest", "/package_version/version"),
              List.of(),
              Set.of(),
              Set.of());
      case DOCKER_HUB ->
          Mapping.of(
              List.of(),
              List.of(),
              List.of("/repository/repo_name"),
              List.of(),
              List.of("/push_data/tag"),
              List.of(),
              List.of(),
              Set.of(),
              Set.of());
    };
  }

  /// As it stands in the configuration: `docker-hub`.
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// @throws InvalidValueException naming those that there are
  public static Preset parse(String label) {
    for (var preset : values()) {
      if (preset.label().equals(label)) {
        return preset;
      }
    }
    throw new InvalidValueException(
        "not a kind of registry: '%s' (there are %s)"
            .formatted(
                Text.clipped(label, 60),
                Arrays.stream(values()).map(Preset::label).collect(Collectors.joining(", "))));
  }
}
