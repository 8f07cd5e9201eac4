package io.tagtrail.server.http;

import io.tagtrail.server.http.exchange.ProblemException;
import io.tagtrail.server.http.exchange.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// Reads the body of a request: JSON in UTF-8, no larger than it may be, whole within a time.
final class Bodies {
  private static final Pattern JSON =
      Pattern.compile("application/json(\\s*;\\s*charset=\"?utf-8\"?)?\\s*");

  /// As controllers and registries send them: distribution has media types of its own, CloudEvents
  /// too.
  private static final Pattern NOTIFICATION =
      Pattern.compile(
          "application/(?:json|cloudevents\\+json|vnd\\.docker\\.distribution\\.events\\.v[12]\\+json)"
              + "(\\s*;\\s*charset=\"?utf-8\"?)?\\s*");

  private static final int LARGE = 256 << 10;

  private final int usual;
  private final Duration limit;
  private final Pattern media;

  Bodies(int usual, Duration limit) {
    this(usual, limit, JSON);
  }

  private Bodies(int usual, Duration limit, Pattern media) {
    this.usual = usual;
    this.limit = limit;
    this.media = media;
  }

  /// Of notifications.
  static Bodies ofHooks(int most, Duration limit) {
    return new Bodies(most, limit, NOTIFICATION);
  }

  /// @param larger the bound where it is larger than the usual one; 0 for that one
  /// @throws ProblemException if it is not of that kind
  /// @throws IOException if the client went away
  byte[] read(Request request, int larger) throws IOException {
    int most = Math.max(usual, larger);
    var headers = request.getHeaders();
    var type = headers.get(HttpHeader.CONTENT_TYPE);
    if (type == null || !media.matcher(type.toLowerCase(Locale.ROOT)).matches()) {
      throw ProblemException.of(
          ProblemType.MEDIA_TYPE,
          "a body is JSON in UTF-8 and says so: Content-Type: application/json");
    }
    if (headers.contains(HttpHeader.CONTENT_ENCODING)) {
      throw ProblemException.of(
          ProblemType.MEDIA_TYPE, "a body is sent as it is, without Content-Encoding");
    }
    long said = length(request);
    if (said > most) {
      throw tooLarge(most);
    }
    var out = new Gathered(said, most);
    var buffer = new byte[8 << 10];
    long end = System.nanoTime() + limit.toNanos();
    try (var in = Content.Source.asInputStream(request)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        if (!out.add(buffer, n)) {
          throw tooLarge(most);
        }
        if (System.nanoTime() - end > 0) {
          throw ProblemException.of(
              ProblemType.TIMEOUT,
              "the body did not come whole within %d s; nothing was changed"
                  .formatted(limit.toSeconds()));
        }
      }
    }
    return out.whole();
  }

  /// Whether it is, or may be, one of those of which few can be held at once.
  static boolean isLarge(Request request) {
    long said = length(request);
    return said < 0 || said > LARGE;
  }

  /// As the request says it; negative where it does not.
  private static long length(Request request) {
    return request.getHeaders().getLongField(HttpHeader.CONTENT_LENGTH);
  }

  private static ProblemException tooLarge(int most) {
    return ProblemException.of(
        ProblemType.TOO_LARGE, "a body has at most %d bytes; nothing was changed".formatted(most));
  }

  /// Whether a request has a body, or says that it has one.
  static boolean has(Request request) {
    var headers = request.getHeaders();
    return headers.contains(HttpHeader.TRANSFER_ENCODING)
        || headers.getLongField(HttpHeader.CONTENT_LENGTH) > 0;
  }
}
