package io.tagtrail.gateway.embedded;

import io.tagtrail.gateway.protocol.ByteRange;
import io.tagtrail.gateway.protocol.ErrorCode;
import io.tagtrail.gateway.protocol.OciError;
import io.tagtrail.gateway.protocol.Route;

/// `/v2/<name>/blobs/<digest>`: end-2 and end-10.
final class BlobEndpoint {
  private final BlobStore blobs;

  BlobEndpoint(BlobStore blobs) {
    this.blobs = blobs;
  }

  Answer answer(Route.Blob route, Call call) {
    return switch (call.method()) {
      case "GET", "HEAD" ->
          blobs
              .find(route.name(), route.digest())
              .map(blob -> serve(route, blob, call))
              .orElseGet(() -> unknown(route));
      case "DELETE" -> blobs.remove(route.name(), route.digest()) ? Answer.of(202) : unknown(route);
      default -> Answer.methodNotAllowed(call.method(), "GET, HEAD, DELETE");
    };
  }

  private static Answer serve(Route.Blob route, BlobStore.Blob blob, Call call) {
    var etag = "\"" + route.digest() + "\"";
    if (call.hasAlready(etag)) {
      return headers(304, route, etag);
    }
    var ifRange = call.header("If-Range");
    boolean ranged = call.method().equals("GET") && (ifRange == null || ifRange.equals(etag));
    return switch (ByteRange.parse(ranged ? call.header("Range") : null, blob.size())) {
      case ByteRange.Whole _ ->
          headers(200, route, etag).with(new Answer.Body.FilePart(blob.file(), 0, blob.size()));
      case ByteRange.Part part ->
          headers(206, route, etag)
              .with(
                  "Content-Range",
                  "bytes %d-%d/%d".formatted(part.first(), part.last(), blob.size()))
              .with(new Answer.Body.FilePart(blob.file(), part.first(), part.length()));
      case ByteRange.Unsatisfiable _ ->
          Answer.error(
                  new OciError(
                      ErrorCode.SIZE_INVALID,
                      416,
                      "the blob has %d bytes; the range lies behind them".formatted(blob.size())))
              .with("Content-Range", "bytes */" + blob.size());
    };
  }

  private static Answer headers(int status, Route.Blob route, String etag) {
    return Answer.of(status)
        .with("Content-Type", "application/octet-stream")
        .with("Docker-Content-Digest", route.digest().toString())
        .with("ETag", etag)
        .with("Accept-Ranges", "bytes");
  }

  private static Answer unknown(Route.Blob route) {
    return Answer.error(
        OciError.of(
            ErrorCode.BLOB_UNKNOWN,
            "there is no blob %s in %s".formatted(route.digest(), route.name())));
  }
}
