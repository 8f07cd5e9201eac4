package io.tagtrail.oci.api;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.registry.Manifest;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.http.Answer;
import io.tagtrail.oci.http.Ask;
import io.tagtrail.oci.http.Failures;
import io.tagtrail.oci.json.NodeReader;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `GET /v2/<name>/manifests/<reference>`: the bytes as they are, checked against the digest that
/// was asked for, the one in the answer, and the media type that they name themselves.
final class ManifestGet {
  /// The specification asks registries to take at least this; nothing in the field is larger.
  static final int MAX_BYTES = 4 << 20;

  private final Session session;

  ManifestGet(Session session) {
    this.session = session;
  }

  Optional<Manifest> get(Reference reference) {
    var uri = session.uri(reference.repository(), "manifests/" + reference.identifier());
    var ask =
        Ask.of("GET", uri, MAX_BYTES, session.timeouts().request())
            .header("Accept", MediaTypes.ACCEPT);
    var answer = session.read(reference.repository(), ask);
    return switch (answer.status()) {
      case 200 -> Optional.of(manifest(reference, answer));
      case 404 -> Optional.empty();
      default -> throw Failures.status(answer);
    };
  }

  private static Manifest manifest(Reference reference, Answer answer) {
    if (answer.cut()) {
      throw Failures.lying(answer, "the manifest is larger than 4 MiB");
    }
    var mediaType = mediaType(answer);
    if (MediaTypes.isSchema1(mediaType)) {
      throw new RegistryException(
          Kind.REJECTED,
          Applied.NO,
          200,
          answer.ask().shown()
              + ": it is a Docker schema 1 manifest, which cannot be checked by its digest."
              + " Push it again with a current tool.",
          null);
    }
    if (!MediaTypes.isManifest(mediaType)) {
      throw Failures.lying(answer, "it was served as '" + mediaType + "', which is no manifest");
    }
    var digest = digest(reference, answer);
    try {
      return new Manifest(new Descriptor(mediaType, digest, answer.body().length), answer.body());
    } catch (InvalidValueException e) {
      throw Failures.lying(answer, String.valueOf(e.getMessage()));
    }
  }

  private static Digest digest(Reference reference, Answer answer) {
    var header = answer.header("Docker-Content-Digest");
    if (header != null && !Digest.isDigest(header)) {
      throw Failures.lying(answer, "its Docker-Content-Digest is not a digest: " + header);
    }
    var claimed = header == null ? null : Digest.parse(header);
    var asked = reference.digest();
    for (var each : new @Nullable Digest[] {asked, claimed}) {
      if (each != null && !each.matches(answer.body())) {
        throw Failures.lying(
            answer,
            "its bytes have the digest %s, not %s".formatted(Digest.of(answer.body()), each));
      }
    }
    return asked != null ? asked : claimed != null ? claimed : Digest.of(answer.body());
  }

  /// The type of the answer and the one inside must be the same where both are there: else one
  /// reader sees an index where another sees an image (CVE-2021-41190).
  private static String mediaType(Answer answer) {
    var served = answer.mediaType();
    if (served != null && !MediaTypes.isManifest(served)) {
      return served; // Refused by the caller, whatever is inside.
    }
    String inside;
    try {
      inside = NodeReader.read(answer.body()).at("mediaType").text();
    } catch (JsonException e) {
      throw Failures.lying(answer, "the manifest is " + e.getMessage());
    }
    if (served != null && inside != null && !served.equals(inside)) {
      throw Failures.lying(
          answer, "it was served as '%s' but says that it is '%s'".formatted(served, inside));
    }
    if (served == null && inside == null) {
      throw Failures.lying(answer, "nothing says what media type it has");
    }
    return served != null ? served : String.valueOf(inside);
  }
}
