package io.tagtrail.core.model;

import org.jspecify.annotations.Nullable;

/// A reference to a manifest: a repository with a tag, a digest, or both (`repo:tag@sha256:…`,
/// where the digest decides). With neither, the tag is `latest`, as Flux and every client have it.
public record Reference(Repository repository, @Nullable Tag tag, @Nullable Digest digest) {
  public Reference {
    if (tag == null && digest == null) {
      tag = new Tag("latest");
    }
  }

  public static Reference parse(String text) {
    var rest = text.startsWith("oci://") ? text.substring(6) : text;
    int at = rest.indexOf('@');
    Digest digest = null;
    if (at >= 0) {
      digest = Digest.parse(rest.substring(at + 1));
      rest = rest.substring(0, at);
    }
    int slash = rest.lastIndexOf('/');
    int colon = rest.indexOf(':', slash + 1);
    Tag tag = null;
    if (colon >= 0) {
      tag = new Tag(rest.substring(colon + 1));
      rest = rest.substring(0, colon);
    }
    return new Reference(Repository.parse(rest), tag, digest);
  }

  public static Reference of(Repository repository, Digest digest) {
    return new Reference(repository, null, digest);
  }

  /// What follows `/manifests/` in a request for it: the digest where there is one.
  public String identifier() {
    if (digest != null) {
      return digest.toString();
    }
    if (tag != null) {
      return tag.value();
    }
    throw new IllegalStateException("a reference has a tag or a digest");
  }

  @Override
  public String toString() {
    return repository + (tag != null ? ":" + tag : "") + (digest != null ? "@" + digest : "");
  }
}
