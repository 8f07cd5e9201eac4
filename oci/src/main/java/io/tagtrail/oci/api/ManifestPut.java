package io.tagtrail.oci.api;

import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.oci.auth.Scope;
import io.tagtrail.oci.http.Answer;
import io.tagtrail.oci.http.Ask;
import io.tagtrail.oci.http.Failures;
import java.time.Duration;

/// `PUT /v2/<name>/manifests/<reference>`: the same bytes under the same media type.
final class ManifestPut {
  private static final int MAX_BYTES = 64 << 10;

  private final Session session;

  ManifestPut(Session session) {
    this.session = session;
  }

  /// Moves a tag with one request that is never sent again.
  void tag(Repository repository, Tag tag, Manifest manifest) {
    var ask = ask(repository, tag.value(), manifest, session.timeouts().write());
    check(manifest, session.once(Scope.push(repository), ask));
  }

  /// Puts a manifest by its digest, which may be repeated.
  ///
  /// @return whether the registry says that it took note of the subject (`OCI-Subject`)
  boolean byDigest(Repository repository, Manifest manifest) {
    var ask = ask(repository, manifest.digest().toString(), manifest, session.timeouts().request());
    return Retries.of(() -> {
      var answer = session.repeatable(Scope.push(repository), ask);
      check(manifest, answer);
      return answer.header("OCI-Subject") != null;
    });
  }

  private Ask ask(Repository repository, String reference, Manifest manifest, Duration deadline) {
    var uri = session.uri(repository, "manifests/" + reference);
    return Ask.of("PUT", uri, MAX_BYTES, deadline)
        .body(manifest.descriptor().mediaType(), manifest.bytes());
  }

  /// Flux and crane take 200 and 202 for done as well as 201.
  private static void check(Manifest manifest, Answer answer) {
    switch (answer.status()) {
      case 200, 201, 202 -> {
        var digest = answer.header("Docker-Content-Digest");
        if (digest != null && !digest.equals(manifest.digest().toString())) {
          throw Failures.lying(
              answer, "it says that it stored %s, not %s".formatted(digest, manifest.digest()));
        }
      }
      default -> throw Failures.status(answer);
    }
  }
}
