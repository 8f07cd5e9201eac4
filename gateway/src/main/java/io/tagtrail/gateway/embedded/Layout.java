package io.tagtrail.gateway.embedded;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Tag;
import io.tagtrail.gateway.protocol.RepositoryName;
import java.nio.file.Path;
import java.util.UUID;

/// Where everything lies under the folder. It takes only parsed values, none of which can hold a
/// dot segment or a slash out of place, so no path can leave the folder.
record Layout(Path root) {
  Path format() {
    return root.resolve("format");
  }

  Path lock() {
    return root.resolve("lock");
  }

  Path temporary() {
    return root.resolve("tmp");
  }

  Path uploads() {
    return root.resolve("uploads");
  }

  Path repositories() {
    return root.resolve("repositories");
  }

  Path upload(UUID id) {
    return uploads().resolve(id.toString());
  }

  Path content(Digest digest) {
    return root.resolve("blobs")
        .resolve(digest.algorithm())
        .resolve(digest.hex().substring(0, 2))
        .resolve(digest.hex());
  }

  Path repository(RepositoryName name) {
    return repositories().resolve(name.value());
  }

  Path blobs(RepositoryName name) {
    return repository(name).resolve("_blobs");
  }

  Path blob(RepositoryName name, Digest digest) {
    return blobs(name).resolve(digest.algorithm()).resolve(digest.hex());
  }

  Path manifests(RepositoryName name) {
    return repository(name).resolve("_manifests");
  }

  Path manifest(RepositoryName name, Digest digest) {
    return manifests(name).resolve(digest.algorithm()).resolve(digest.hex());
  }

  Path tags(RepositoryName name) {
    return repository(name).resolve("_tags");
  }

  Path tag(RepositoryName name, Tag tag) {
    return tags(name).resolve(TagFileName.of(tag));
  }

  Path referrers(RepositoryName name, Digest subject) {
    return repository(name).resolve("_referrers").resolve(fileName(subject));
  }

  Path referrer(RepositoryName name, Digest subject, Digest manifest) {
    return referrers(name, subject).resolve(fileName(manifest));
  }

  private static String fileName(Digest digest) {
    return digest.algorithm() + "-" + digest.hex();
  }
}
