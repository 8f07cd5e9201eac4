package io.tagtrail.oci.api;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.oci.http.Ask;
import io.tagtrail.oci.http.Failures;
import java.io.InputStream;
import java.util.Optional;
import java.util.OptionalLong;

/// `GET` and `HEAD /v2/<name>/blobs/<digest>`. Registries redirect these to their storage.
final class BlobGet {
  private final Session session;

  BlobGet(Session session) {
    this.session = session;
  }

  /// Its size by HEAD; empty where it is not there, -1 where nobody says how large it is.
  OptionalLong size(Repository repository, Digest digest) {
    var ask = ask("HEAD", repository, digest, 0);
    var answer = session.readBlob(repository, ask);
    return switch (answer.status()) {
      case 200 ->
          answer.contentLength() >= 0
              ? OptionalLong.of(answer.contentLength())
              : sizeByGet(repository, digest);
      case 404 -> OptionalLong.empty();
      default -> throw Failures.status(answer);
    };
  }

  /// The stream of its bytes, still to be checked; empty where it is not there.
  Optional<InputStream> open(Repository repository, Digest digest) {
    var opened = session.openBlob(repository, ask("GET", repository, digest, 0));
    if (opened.answer().status() == 404) {
      return Optional.empty();
    }
    if (opened.stream() == null || opened.answer().status() != 200) {
      throw Failures.status(opened.answer());
    }
    return Optional.of(opened.stream());
  }

  /// A small blob, whole and checked; empty where it is not there.
  Optional<byte[]> bytes(Repository repository, Descriptor blob, int limit) {
    var answer = session.readBlob(repository, ask("GET", repository, blob.digest(), limit));
    return switch (answer.status()) {
      case 200 -> {
        if (answer.cut()) {
          throw Failures.lying(answer, "the blob is larger than " + limit + " bytes");
        }
        if (!blob.digest().matches(answer.body()) || blob.size() != answer.body().length) {
          throw Failures.lying(answer, "its bytes are not those of " + blob.digest());
        }
        yield Optional.of(answer.body());
      }
      case 404 -> Optional.empty();
      default -> throw Failures.status(answer);
    };
  }

  private OptionalLong sizeByGet(Repository repository, Digest digest) {
    // A body that is cut at the first byte: only the headers are of interest.
    var answer = session.readBlob(repository, ask("GET", repository, digest, 0));
    return switch (answer.status()) {
      case 200 -> OptionalLong.of(answer.contentLength());
      case 404 -> OptionalLong.empty();
      default -> throw Failures.status(answer);
    };
  }

  private Ask ask(String method, Repository repository, Digest digest, int limit) {
    var uri = session.uri(repository, "blobs/" + digest);
    return Ask.of(method, uri, limit, session.timeouts().request());
  }
}
