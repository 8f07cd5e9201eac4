package io.tagtrail.flux.status;

import io.tagtrail.core.model.Digest;
import org.jspecify.annotations.Nullable;

/// A revision as Flux writes it of an OCI artifact: `prod@sha256:…`, or the digest alone where it
/// was asked for by digest (and, in HelmReleases, where the tag is a version).
///
/// @param tag null where there is none
public record Revision(@Nullable String tag, Digest digest) {
  /// Null for none, and for what is no such revision: that of a Git source, for example.
  public static @Nullable Revision parse(@Nullable String text) {
    if (text == null) {
      return null;
    }
    int at = text.lastIndexOf('@');
    var digest = text.substring(at + 1);
    if (!Digest.isDigest(digest)) {
      return null;
    }
    return new Revision(at <= 0 ? null : text.substring(0, at), Digest.parse(digest));
  }

  static @Nullable Digest digest(@Nullable String text) {
    var revision = parse(text);
    return revision == null ? null : revision.digest();
  }
}
