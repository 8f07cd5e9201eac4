package io.tagtrail.gateway.embedded;

import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Tag;
import io.tagtrail.gateway.protocol.ErrorCode;
import io.tagtrail.gateway.protocol.ManifestReader;
import io.tagtrail.gateway.protocol.ManifestReference;
import io.tagtrail.gateway.protocol.ManifestRules;
import io.tagtrail.gateway.protocol.ManifestShape;
import io.tagtrail.gateway.protocol.OciError;
import io.tagtrail.gateway.protocol.Outcome;
import io.tagtrail.gateway.protocol.Route;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/// `/v2/<name>/manifests/<reference>`: end-3, end-7a, end-7b and end-9. What the client accepts
/// does not matter: a manifest has one form, and pretending that it is not there helps nobody.
final class ManifestEndpoint {
  private final FolderStore store;

  ManifestEndpoint(FolderStore store) {
    this.store = store;
  }

  Answer answer(Route.Manifest route, Call call) throws IOException {
    if (!route.tags().isEmpty()
        && !(call.method().equals("PUT")
            && route.reference() instanceof ManifestReference.ByDigest)) {
      return Answer.error(
          new OciError(
              ErrorCode.UNSUPPORTED,
              400,
              "the parameter 'tag' is only for putting a manifest by its digest; nothing was"
                  + " changed"));
    }
    return switch (call.method()) {
      case "GET", "HEAD" ->
          store
              .manifests()
              .resolve(route.name(), route.reference())
              .map(manifest -> serve(manifest, call))
              .orElseGet(() -> unknown(route));
      case "PUT" -> put(route, call);
      case "DELETE" ->
          store.manifests().delete(route.name(), route.reference())
              ? Answer.of(202)
              : unknown(route);
      default -> Answer.methodNotAllowed(call.method(), "GET, HEAD, PUT, DELETE");
    };
  }

  private Answer serve(Descriptor manifest, Call call) {
    var etag = "\"" + manifest.digest() + "\"";
    var answer =
        Answer.of(call.hasAlready(etag) ? 304 : 200)
            .with("Content-Type", manifest.mediaType())
            .with("Docker-Content-Digest", manifest.digest().toString())
            .with("ETag", etag);
    return answer.status() == 304
        ? answer
        : answer.with(new Answer.Body.Bytes(store.manifests().bytes(manifest)));
  }

  private Answer put(Route.Manifest route, Call call) throws IOException {
    var bytes = call.body().readNBytes(ManifestReader.MAX_BYTES + 1);
    if (bytes.length > ManifestReader.MAX_BYTES) {
      return Answer.error(
          new OciError(
              ErrorCode.MANIFEST_INVALID,
              413,
              "a manifest has at most %d bytes here; nothing was changed"
                  .formatted(ManifestReader.MAX_BYTES)));
    }
    Digest digest;
    List<Tag> tags;
    switch (route.reference()) {
      case ManifestReference.ByTag(Tag tag) -> {
        digest = Digest.of(bytes);
        tags = List.of(tag);
      }
      case ManifestReference.ByDigest(Digest named) -> {
        if (!named.matches(bytes)) {
          return Answer.error(
              OciError.of(
                  ErrorCode.DIGEST_INVALID,
                  "the manifest that was sent does not have the digest %s; nothing was changed"
                      .formatted(named)));
        }
        digest = named;
        tags = route.tags();
      }
    }
    return switch (ManifestReader.read(bytes)) {
      case Outcome.Refused<ManifestShape>(OciError error) -> Answer.error(error);
      case Outcome.Done<ManifestShape>(ManifestShape shape) -> {
        var stored =
            ManifestRules.mediaType(call.header("Content-Type"), shape)
                .then(type ->
                    store
                        .manifests()
                        .put(
                            route.name(),
                            new Descriptor(type, digest, bytes.length),
                            shape,
                            bytes,
                            tags));
        yield switch (stored) {
          case Outcome.Refused<Descriptor>(OciError error) -> Answer.error(error);
          case Outcome.Done<Descriptor>(Descriptor manifest) -> created(route, manifest, shape);
        };
      }
    };
  }

  private static Answer created(Route.Manifest route, Descriptor manifest, ManifestShape shape) {
    var answer =
        Answer.of(201)
            .with("Location", "/v2/" + route.name() + "/manifests/" + route.reference())
            .with("Docker-Content-Digest", manifest.digest().toString());
    var subject = shape.subject();
    if (subject != null) {
      answer = answer.with("OCI-Subject", subject.digest().toString());
    }
    return route.tags().isEmpty()
        ? answer
        : answer.with(
            "OCI-Tag", route.tags().stream().map(Tag::value).collect(Collectors.joining(", ")));
  }

  private static Answer unknown(Route.Manifest route) {
    return Answer.error(
        OciError.of(
            ErrorCode.MANIFEST_UNKNOWN,
            "there is no manifest %s in %s".formatted(route.reference(), route.name())));
  }
}
