package io.tagtrail.oci.http;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
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

  /// How long the registry asks to be left alone, in seconds or until a date; null where it does
  /// not say. What is longer than a day is taken for a day.
  public @Nullable Duration retryAfter() {
    var value = header("Retry-After");
    if (value == null) {
      return null;
    }
    var text = value.strip();
    if (text.matches("[0-9]{1,9}")) {
      return shortest(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      var until = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      var left = Duration.between(Instant.now(), until);
      return left.isNegative() ? Duration.ZERO : shortest(left);
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private static Duration shortest(Duration asked) {
    var day = Duration.ofDays(1);
    return asked.compareTo(day) > 0 ? day : asked;
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
