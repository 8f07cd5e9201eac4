package io.tagtrail.server.http;

import io.tagtrail.server.http.exchange.Answer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Blocker;
import org.eclipse.jetty.util.Callback;

/// Sends answers.
final class Answers {
  private Answers() {}

  static void write(Answer answer, Request request, Response response, Callback callback)
      throws IOException {
    response.setStatus(answer.status());
    var headers = response.getHeaders();
    headers.put(HttpHeader.CACHE_CONTROL, "no-store");
    headers.put("X-Content-Type-Options", "nosniff");
    if (request.isSecure()) {
      headers.put("Strict-Transport-Security", "max-age=31536000");
    }
    for (var header : answer.headers()) {
      headers.add(header.name(), header.value());
    }
    // A body that nobody read would be taken for the next request, so the connection ends with this
    // answer: a client that is not told sends its next request into nothing.
    if (!request.consumeAvailable()) {
      headers.put(HttpHeader.CONNECTION, "close");
    }
    boolean head = request.getMethod().equals("HEAD");
    switch (answer.body()) {
      case Answer.Body.None _ -> {
        if (answer.status() != 204 && answer.status() != 304) {
          headers.put(HttpHeader.CONTENT_LENGTH, 0);
        }
        callback.succeeded();
      }
      case Answer.Body.Bytes(byte[] bytes, String mediaType) -> {
        headers.put(HttpHeader.CONTENT_TYPE, mediaType);
        headers.put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, head ? null : ByteBuffer.wrap(bytes), callback);
      }
      case Answer.Body.Streamed(String mediaType, Answer.Writer writer) -> {
        headers.put(HttpHeader.CONTENT_TYPE, mediaType);
        stream(writer, request, response);
        response.write(true, null, callback);
      }
    }
  }

  private static void stream(Answer.Writer writer, Request request, Response response)
      throws IOException {
    var endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
    try {
      writer.write(
          new Answer.Outlet() {
            @Override
            public void write(byte[] bytes) throws IOException {
              try (var blocker = Blocker.callback()) {
                response.write(false, ByteBuffer.wrap(bytes), blocker);
                blocker.block();
              }
            }

            @Override
            public void abort() {
              endPoint.close();
            }
          });
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the stream was cut short");
    }
  }
}
