package io.tagtrail.oci.http;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The answer to a request, its body read up to the bound.
///
/// @param cut whether there was more body than the bound
public record Answer(Ask ask, int status, HttpHeaders headers, byte[] body, boolean cut) {
  public @Nullable String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  public List<String> headers(String name) {
    return headers.allValues(name);
  }

  /// The media type without parameters, in lower case; null where the answer names none.
  public @Nullable String mediaType() {
    var value = header("Content-Type");
    if (value == null) {
      return null;
    }
    int semicolon = value.indexOf(';');
    var type = (semicolon < 0 ? value : value.substring(0, semicolon)).strip();
    return type.isEmpty() ? null : type.toLowerCase(Locale.ROOT);
  }

  /// The length that the answer claims; -1 where it claims none that can be read.
  public long contentLength() {
    var value = header("Content-Length");
    try {
      return value == null ? -1 : Long.parseLong(value.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
