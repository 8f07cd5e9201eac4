package io.tagtrail.gateway.embedded;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// A request, as far as the endpoints need it.
interface Call {
  String method();

  /// The first value of the header; null where it is not there.
  @Nullable String header(String name);

  /// The body, streamed; reading blocks until the client has sent more.
  InputStream body();

  default boolean isRead() {
    return method().equals("GET") || method().equals("HEAD");
  }

  /// Whether the client has these bytes already.
  default boolean hasAlready(String etag) {
    var known = header("If-None-Match");
    return known != null && (known.equals("*") || known.contains(etag));
  }
}
