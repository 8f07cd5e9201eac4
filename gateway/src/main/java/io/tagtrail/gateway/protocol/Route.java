package io.tagtrail.gateway.protocol;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Tag;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What a request's target names: the whole grammar of the OCI distribution specification 1.1, and
/// of its main branch where it is ahead. Parsed once, from the raw bytes of the path and query;
/// whoever decides anything decides it on this, never on the text.
///
/// A name in the query that the endpoint does not know is ignored, as registries do; names are
/// case-sensitive.
public sealed interface Route {
  /// end-1.
  record Ping() implements Route {}

  /// Not of the specification, but common.
  record Catalog(Page page) implements Route {}

  /// end-2 and end-10.
  record Blob(RepositoryName name, Digest digest) implements Route {}

  /// end-3, end-7a, end-7b and end-9.
  ///
  /// @param tags the `tag` parameters, without repetitions: these tags move too when the manifest
  ///   is put
  record Manifest(RepositoryName name, ManifestReference reference, List<Tag> tags)
      implements Route {
    public Manifest {
      tags = List.copyOf(tags);
    }
  }

  /// end-4a to 4c and end-11.
  ///
  /// @param digest the whole blob is in the body, and this is its digest
  /// @param algorithm `sha256` or `sha512`: by which the blob will be named
  /// @param mount a blob to take over from the repository `from`
  record Uploads(
      RepositoryName name,
      @Nullable Digest digest,
      @Nullable String algorithm,
      @Nullable Digest mount,
      @Nullable RepositoryName from)
      implements Route {}

  /// end-5, end-6, end-13 and end-14.
  record Upload(RepositoryName name, UUID id, @Nullable Digest digest) implements Route {}

  /// end-8.
  record Tags(RepositoryName name, Page page) implements Route {}

  /// end-12.
  ///
  /// @param last begin after this digest: our own way to page
  record Referrers(
      RepositoryName name, Digest subject, @Nullable String artifactType, @Nullable String last)
      implements Route {}

  /// Not a target of the specification, or one that could be read in more than one way.
  record Refused(OciError error) implements Route {}

  /// @param rawPath the path as it came, percent escapes and all
  /// @param rawQuery the query as it came, without its question mark
  static Route parse(String rawPath, @Nullable String rawQuery) {
    return RouteParser.parse(rawPath, rawQuery);
  }
}
