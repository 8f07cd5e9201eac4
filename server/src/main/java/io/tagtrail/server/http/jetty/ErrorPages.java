package io.tagtrail.server.http.jetty;

import io.tagtrail.server.http.exchange.Problem;
import io.tagtrail.server.http.exchange.ProblemType;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// What Jetty answers where a request does not even get to a route: a problem like all others,
/// without Jetty's own words, which quote what was sent.
public final class ErrorPages extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var status = response.getStatus();
    var type = ProblemType.ofStatus(status);
    var id = id(response);
    var bytes = problem(type).document(id).canonicalBytes();
    // A status that has no kind of its own gets the one of its kind, so that both always agree.
    response.setStatus(type.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    boolean head = request.getMethod().equals("HEAD");
    response.write(true, head ? null : ByteBuffer.wrap(bytes), callback);
    return true;
  }

  private static String id(Response response) {
    var given = response.getHeaders().get("X-Request-Id");
    if (given != null) {
      return given;
    }
    var id = "api-" + UUID.randomUUID();
    response.getHeaders().put("X-Request-Id", id);
    return id;
  }

  private static Problem problem(ProblemType type) {
    return Problem.of(
        type,
        switch (type) {
          case TIMEOUT -> "the request did not come whole in time; nothing was changed";
          case URI_TOO_LONG -> "the address is longer than this server takes; nothing was changed";
          case HEADERS_TOO_LARGE -> "the header is larger than 16 KiB; nothing was changed";
          case TOO_LARGE -> "the body is larger than this server takes; nothing was changed";
          case HTTP_VERSION -> "this server speaks HTTP/1.1; nothing was changed";
          case INTERNAL ->
              "the server failed; whether a move was under way tells the alias's status. Report"
                  + " it with the request id";
          case INVALID -> "the request is not well-formed HTTP/1.1; nothing was changed";
          default -> "the request cannot be answered; nothing was changed";
        });
  }
}
