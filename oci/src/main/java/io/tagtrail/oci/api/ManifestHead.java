package io.tagtrail.oci.api;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.oci.http.Answer;
import io.tagtrail.oci.http.Ask;
import io.tagtrail.oci.http.Failures;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `HEAD /v2/<name>/manifests/<reference>`.
///
/// A 404 means "not there", whoever answered it: a HEAD has no body, so a registry's 404 and a
/// proxy's cannot be told apart.
final class ManifestHead {
  private final Session session;
  private final ManifestGet get;

  ManifestHead(Session session, ManifestGet get) {
    this.session = session;
    this.get = get;
  }

  Optional<Descriptor> head(Reference reference) {
    var uri = session.uri(reference.repository(), "manifests/" + reference.identifier());
    var ask =
        Ask.of("HEAD", uri, 0, session.timeouts().request()).header("Accept", MediaTypes.ACCEPT);
    var answer = session.read(reference.repository(), ask);
    return switch (answer.status()) {
      case 200 -> {
        var descriptor = descriptor(reference, answer);
        yield descriptor == null ? byGet(reference) : Optional.of(descriptor);
      }
      case 404 -> Optional.empty();
      case 401, 403, 408, 429, 499 -> throw Failures.status(answer);
      default -> {
        if (answer.status() >= 400 && answer.status() < 500) {
          yield byGet(reference); // Some registries and proxies do not do HEAD.
        }
        throw Failures.status(answer);
      }
    };
  }

  /// What the headers say; null where they leave something out that must be there.
  private static @Nullable Descriptor descriptor(Reference reference, Answer answer) {
    var digest = answer.header("Docker-Content-Digest");
    var mediaType = answer.mediaType();
    long size = answer.contentLength();
    if (digest == null || mediaType == null || size <= 0 || !MediaTypes.isManifest(mediaType)) {
      return null;
    }
    if (!Digest.isDigest(digest)) {
      throw Failures.lying(answer, "its Docker-Content-Digest is not a digest: " + digest);
    }
    if (reference.digest() != null && !reference.digest().toString().equals(digest)) {
      throw Failures.lying(answer, "it says that this digest has the digest " + digest);
    }
    if (size > ManifestGet.MAX_BYTES) {
      throw Failures.lying(answer, "it says that the manifest has " + size + " bytes (max. 4 MiB)");
    }
    return new Descriptor(mediaType, Digest.parse(digest), size);
  }

  private Optional<Descriptor> byGet(Reference reference) {
    return get.get(reference).map(Manifest::descriptor);
  }
}
