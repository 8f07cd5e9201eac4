package io.tagtrail.gateway.embedded;

import io.tagtrail.core.model.Digest;
import io.tagtrail.gateway.protocol.ChunkRange;
import io.tagtrail.gateway.protocol.ErrorCode;
import io.tagtrail.gateway.protocol.OciError;
import io.tagtrail.gateway.protocol.Outcome;
import io.tagtrail.gateway.protocol.RepositoryName;
import io.tagtrail.gateway.protocol.Route;
import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `/v2/<name>/blobs/uploads/` and what it answers with: end-4 to end-6, end-11, end-13 and end-14.
final class UploadEndpoint {
  private final BlobStore blobs;
  private final UploadStore uploads;

  UploadEndpoint(BlobStore blobs, UploadStore uploads) {
    this.blobs = blobs;
    this.uploads = uploads;
  }

  Answer answer(Route.Uploads route, Call call) throws IOException {
    if (!call.method().equals("POST")) {
      return Answer.methodNotAllowed(call.method(), "POST");
    }
    var name = route.name();
    var mount = route.mount();
    var from = route.from();
    if (mount != null && from != null && blobs.mount(name, mount, from)) {
      return created(name, mount);
    }
    var digest = route.digest();
    if (digest == null) {
      // Also where a mount was asked for that cannot be: the client then sends the blob.
      return progress(202, name, uploads.start(name, route.algorithm()), 0);
    }
    var id = uploads.start(name, digest.algorithm());
    return switch (uploads.finish(name, id, call.body(), null, digest)) {
      case Outcome.Done<Digest>(Digest stored) -> created(name, stored);
      case Outcome.Refused<Digest>(OciError error) -> Answer.error(error);
    };
  }

  Answer answer(Route.Upload route, Call call) throws IOException {
    return switch (call.method()) {
      case "GET", "HEAD" ->
          switch (uploads.size(route.name(), route.id())) {
            case Outcome.Done<Long>(Long size) -> progress(204, route.name(), route.id(), size);
            case Outcome.Refused<Long>(OciError error) -> Answer.error(error);
          };
      case "PATCH", "PUT" ->
          switch (ChunkRange.parse(call.header("Content-Range"))) {
            case Outcome.Done<Optional<ChunkRange>>(Optional<ChunkRange> range) ->
                call.method().equals("PATCH")
                    ? append(route, call, range.orElse(null))
                    : finish(route, call, range.orElse(null));
            case Outcome.Refused<Optional<ChunkRange>>(OciError error) -> Answer.error(error);
          };
      case "DELETE" ->
          switch (uploads.cancel(route.name(), route.id())) {
            case Outcome.Done<UUID> _ -> Answer.of(204);
            case Outcome.Refused<UUID>(OciError error) -> Answer.error(error);
          };
      default -> Answer.methodNotAllowed(call.method(), "GET, HEAD, PATCH, PUT, DELETE");
    };
  }

  private Answer append(Route.Upload route, Call call, @Nullable ChunkRange range)
      throws IOException {
    return switch (uploads.append(route.name(), route.id(), call.body(), range)) {
      case Outcome.Done<Long>(Long size) -> progress(202, route.name(), route.id(), size);
      case Outcome.Refused<Long>(OciError error) -> refused(route, error);
    };
  }

  private Answer finish(Route.Upload route, Call call, @Nullable ChunkRange range)
      throws IOException {
    var digest = route.digest();
    if (digest == null) {
      return Answer.error(
          OciError.of(
              ErrorCode.DIGEST_INVALID,
              "an upload is finished by PUT with the digest of the blob, ?digest=…; nothing was"
                  + " changed"));
    }
    return switch (uploads.finish(route.name(), route.id(), call.body(), range, digest)) {
      case Outcome.Done<Digest>(Digest stored) -> created(route.name(), stored);
      case Outcome.Refused<Digest>(OciError error) -> refused(route, error);
    };
  }

  /// A chunk out of place is told where the upload stands, so that the client can go on from there.
  private Answer refused(Route.Upload route, OciError error) {
    var answer = Answer.error(error);
    if (error.status() == 416
        && uploads.size(route.name(), route.id()) instanceof Outcome.Done<Long>(Long size)) {
      return answer.with("Location", location(route.name(), route.id())).with("Range", range(size));
    }
    return answer;
  }

  private static Answer created(RepositoryName name, Digest digest) {
    return Answer.of(201)
        .with("Location", "/v2/" + name + "/blobs/" + digest)
        .with("Docker-Content-Digest", digest.toString());
  }

  private static Answer progress(int status, RepositoryName name, UUID id, long size) {
    return Answer.of(status)
        .with("Location", location(name, id))
        .with("Range", range(size))
        .with("Docker-Upload-UUID", id.toString());
  }

  private static String location(RepositoryName name, UUID id) {
    return "/v2/" + name + "/blobs/uploads/" + id;
  }

  private static String range(long size) {
    // The header cannot say "nothing yet"; 0-0 is what every registry answers then.
    return "0-" + Math.max(0, size - 1);
  }
}
