package io.tagtrail.oci.http;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One request to be sent once.
///
/// @param limit how many bytes of a good answer's body are read; a longer one is cut, and says so
/// @param deadline to the end of the answer; with `moved`, the longest time without progress
/// @param moved how many bytes have moved so far, for bodies that are streamed
/// @param writes whether it can change something at the registry
public record Ask(
    String method,
    URI uri,
    Map<String, String> headers,
    BodyPublisher body,
    int limit,
    Duration deadline,
    @Nullable LongSupplier moved,
    boolean writes) {
  public Ask {
    headers = Map.copyOf(headers);
  }

  public static Ask of(String method, URI uri, int limit, Duration deadline) {
    return new Ask(
        method,
        uri,
        Map.of(),
        BodyPublishers.noBody(),
        limit,
        deadline,
        null,
        !method.equals("GET") && !method.equals("HEAD"));
  }

  public Ask header(String name, @Nullable String value) {
    if (value == null) {
      return this;
    }
    var more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Ask(method, uri, more, body, limit, deadline, moved, writes);
  }

  public Ask body(String mediaType, byte[] bytes) {
    return new Ask(
            method, uri, headers, BodyPublishers.ofByteArray(bytes), limit, deadline, moved, writes)
        .header("Content-Type", mediaType);
  }

  public Ask body(String mediaType, BodyPublisher body, LongSupplier moved) {
    return new Ask(method, uri, headers, body, limit, deadline, moved, writes)
        .header("Content-Type", mediaType);
  }

  public Ask to(URI other) {
    return new Ask(method, other, headers, body, limit, deadline, moved, writes);
  }

  public Ask within(Duration time) {
    return new Ask(method, uri, headers, body, limit, time, moved, writes);
  }

  /// The same for a POST that only asks, such as one for a token.
  public Ask harmless() {
    return new Ask(method, uri, headers, body, limit, deadline, moved, false);
  }

  /// For messages: no query, since queries carry signatures and upload state.
  public String shown() {
    return method + " " + Redaction.url(uri);
  }
}
