package io.tagtrail.gateway.embedded;

import io.tagtrail.core.json.Json;
import io.tagtrail.gateway.protocol.ErrorCode;
import io.tagtrail.gateway.protocol.OciError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// What a request is answered with. To HEAD the same answer goes without its body.
record Answer(int status, List<Header> headers, Body body) {
  Answer {
    headers = List.copyOf(headers);
  }

  record Header(String name, String value) {}

  sealed interface Body {
    record None() implements Body {}

    record Bytes(byte[] bytes) implements Body {}

    /// A part of a file, streamed.
    record FilePart(Path file, long offset, long length) implements Body {}
  }

  static Answer of(int status) {
    return new Answer(status, List.of(), new Body.None());
  }

  static Answer json(Json json) {
    return of(200).with(new Body.Bytes(json.canonicalBytes())).with("Content-Type", JSON);
  }

  static Answer error(OciError error) {
    return of(error.status()).with(new Body.Bytes(error.json())).with("Content-Type", JSON);
  }

  /// 405, with the methods that would do.
  static Answer methodNotAllowed(String method, String allowed) {
    return error(
            OciError.of(ErrorCode.UNSUPPORTED, method + " cannot be done here, only " + allowed))
        .with("Allow", allowed);
  }

  /// The registry itself failed.
  static Answer malfunction(String message) {
    return of(500).with(new Body.Bytes(OciError.malfunction(message))).with("Content-Type", JSON);
  }

  Answer with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Answer(status, more, body);
  }

  Answer with(Body other) {
    return new Answer(status, headers, other);
  }

  private static final String JSON = "application/json";
}
