package io.tagtrail.gateway.embedded;

import io.tagtrail.gateway.protocol.ErrorCode;
import io.tagtrail.gateway.protocol.OciError;
import io.tagtrail.gateway.protocol.Route;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// HTTP in front of the folder: from the raw target to a route, from the route to an answer. Runs
/// on a virtual thread of its own for each request, and blocks there while bodies are read.
final class RegistryHandler extends Handler.Abstract {
  private static final int BUFFER = 64 << 10;
  // A client that is still sending would see a broken connection instead of its error.
  private static final long DRAIN_BYTES = 16 << 20;

  private final FolderStore store;
  private final BlobEndpoint blobs;
  private final UploadEndpoint uploads;
  private final ManifestEndpoint manifests;
  private final ListingEndpoint listings;

  RegistryHandler(FolderStore store) {
    this.store = store;
    this.blobs = new BlobEndpoint(store.blobs());
    this.uploads = new UploadEndpoint(store.blobs(), store.uploads());
    this.manifests = new ManifestEndpoint(store);
    this.listings = new ListingEndpoint(store);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    try {
      var answer = answer(request);
      if (answer.status() >= 400) {
        drain(request);
      }
      write(answer, request, response, callback);
    } catch (IOException e) {
      // The client went away in the middle of its request; there is nobody left to answer.
      callback.failed(e);
    }
    return true;
  }

  private Answer answer(Request request) throws IOException {
    var call = new JettyCall(request);
    try {
      var uri = request.getHttpURI();
      var path = uri.getPath();
      if (path == null || uri.getFragment() != null) {
        return Answer.error(
            new OciError(ErrorCode.UNSUPPORTED, 400, "the request's target is not a path"));
      }
      return answer(Route.parse(path, uri.getQuery()), call);
    } catch (UncheckedIOException | EmbeddedRegistryException e) {
      return Answer.malfunction(
          ("the registry's folder %s failed (%s); nothing was acknowledged. Check the disk, then"
                  + " try again")
              .formatted(store.root(), e.getMessage()));
    }
  }

  private Answer answer(Route route, Call call) throws IOException {
    if (!call.isRead() && call.header("Origin") != null) {
      // There is no authentication: any web page could otherwise push to a registry on its reader's
      // own machine.
      return Answer.error(
          OciError.of(ErrorCode.DENIED, "changes from web pages are refused; nothing was changed"));
    }
    return switch (route) {
      case Route.Refused(OciError error) -> Answer.error(error);
      case Route.Blob blob -> blobs.answer(blob, call);
      case Route.Manifest manifest -> manifests.answer(manifest, call);
      case Route.Uploads start -> uploads.answer(start, call);
      case Route.Upload upload -> uploads.answer(upload, call);
      case Route.Ping _, Route.Catalog _, Route.Tags _, Route.Referrers _ when !call.isRead() ->
          Answer.methodNotAllowed(call.method(), "GET, HEAD");
      case Route.Ping _ -> ping();
      case Route.Catalog catalog -> listings.catalog(catalog);
      case Route.Tags tags -> listings.tags(tags);
      case Route.Referrers referrers -> listings.referrers(referrers);
    };
  }

  private static Answer ping() {
    return Answer.of(200)
        .with(new Answer.Body.Bytes(new byte[] {'{', '}'}))
        .with("Content-Type", "application/json")
        .with("Docker-Distribution-API-Version", "registry/2.0");
  }

  private static void drain(Request request) throws IOException {
    if (request.getHeaders().contains(HttpHeader.EXPECT)) {
      return;
    }
    var body = Content.Source.asInputStream(request);
    var buffer = new byte[BUFFER];
    long left = DRAIN_BYTES;
    for (int n = body.read(buffer); n >= 0 && left > 0; n = body.read(buffer)) {
      left -= n;
    }
  }

  private static void write(Answer answer, Request request, Response response, Callback callback) {
    response.setStatus(answer.status());
    for (var header : answer.headers()) {
      response.getHeaders().add(header.name(), header.value());
    }
    boolean head = request.getMethod().equals("HEAD");
    switch (answer.body()) {
      case Answer.Body.None _ -> {
        if (answer.status() != 204 && answer.status() != 304) {
          response.getHeaders().put(HttpHeader.CONTENT_LENGTH, 0);
        }
        callback.succeeded();
      }
      case Answer.Body.Bytes(byte[] bytes) -> {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        response.write(true, head ? null : ByteBuffer.wrap(bytes), callback);
      }
      case Answer.Body.FilePart part -> {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, part.length());
        if (head || part.length() == 0) {
          callback.succeeded();
        } else {
          var pool =
              new ByteBufferPool.Sized(request.getComponents().getByteBufferPool(), true, BUFFER);
          Content.copy(
              Content.Source.from(pool, part.file(), part.offset(), part.length()),
              response,
              callback);
        }
      }
    }
  }

  private record JettyCall(Request request) implements Call {
    @Override
    public String method() {
      return request.getMethod();
    }

    @Override
    public @Nullable String header(String name) {
      return request.getHeaders().get(name);
    }

    @Override
    public InputStream body() {
      return Content.Source.asInputStream(request);
    }
  }
}
