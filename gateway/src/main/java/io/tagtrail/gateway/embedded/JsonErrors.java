package io.tagtrail.gateway.embedded;

import io.tagtrail.gateway.protocol.ErrorCode;
import io.tagtrail.gateway.protocol.OciError;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/// Errors that the HTTP server answers by itself (a request that is no HTTP, a header that is too
/// long), in the form that clients of a registry read. Nothing of an exception goes out.
final class JsonErrors extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.write(true, ByteBuffer.wrap(body(status)), callback);
    return true;
  }

  private static byte[] body(int status) {
    return status >= 400 && status < 500
        ? new OciError(ErrorCode.UNSUPPORTED, status, "the request is not one that can be answered")
            .json()
        : OciError.malfunction("the registry failed to answer; read back before you try again");
  }
}
