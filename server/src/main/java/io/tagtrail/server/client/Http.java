package io.tagtrail.server.client;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.model.Text;
import io.tagtrail.oci.http.CaFile;
import io.tagtrail.oci.http.NoTls;
import io.tagtrail.server.wire.ServerException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Sends requests to one server, and waits no longer than a deadline. A read is sent again where
/// the connection failed; anything else only where it has a key and certainly was not sent.
///
/// TLS is made ready only for https: reading the trust store takes longer than most verbs. The
/// JDK's client sends no POST twice by itself.
final class Http implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int MOST = 64 << 20;
  private static final int ATTEMPTS = 3;
  private static final Duration PAUSE = Duration.ofMillis(250);

  private final ServerAddress server;
  private final @Nullable Path ca;
  private final TokenSource tokens;
  private @Nullable HttpClient client;
  private TokenSource.@Nullable Token token;
  private boolean asked;

  Http(ServerAddress server, @Nullable Path ca, TokenSource tokens) {
    this.server = server;
    this.ca = ca;
    this.tokens = tokens;
  }

  /// An answer, whatever it says.
  record Reply(int status, byte[] body, @Nullable String retryAfter) {
    boolean isGood() {
      return status >= 200 && status < 300;
    }
  }

  /// What is sent.
  ///
  /// @param body null for none
  /// @param headers besides the usual ones
  /// @param repeatable whether it may be sent again where it certainly was not sent; a read may
  ///   always
  record Sent(
      String method,
      String path,
      @Nullable Json body,
      Map<String, String> headers,
      Duration deadline,
      boolean repeatable) {
    boolean reads() {
      return method.equals("GET");
    }
  }

  ServerAddress server() {
    return server;
  }

  /// Where the token came from; null where there is none.
  @Nullable String tokenFrom() {
    return token == null ? null : token.from();
  }

  /// @throws ServerException where there was no answer
  Reply send(Sent sent) {
    for (int attempt = 1; ; attempt++) {
      try {
        return once(sent);
      } catch (Cut e) {
        boolean again = sent.reads() || (sent.repeatable() && e.neverSent);
        if (!again || attempt == ATTEMPTS) {
          throw failure(sent, e);
        }
        pause(attempt);
      }
    }
  }

  /// Opens a stream that lasts; the caller closes it.
  HttpResponse<InputStream> open(Sent sent) {
    var request = request(sent).build();
    try {
      return await(() -> client().send(request, BodyHandlers.ofInputStream()), sent.deadline());
    } catch (Cut e) {
      throw failure(sent, e);
    }
  }

  private Reply once(Sent sent) throws Cut {
    var request = request(sent).build();
    return await(
        () -> {
          var response = client().send(request, BodyHandlers.ofInputStream());
          try (var in = response.body()) {
            return new Reply(
                response.statusCode(),
                bounded(in),
                response.headers().firstValue("Retry-After").orElse(null));
          }
        },
        sent.deadline());
  }

  private HttpRequest.Builder request(Sent sent) {
    var body = sent.body();
    var builder =
        HttpRequest.newBuilder(server.at(sent.path()))
            .method(
                sent.method(),
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body.canonicalBytes()))
            .header("User-Agent", "tagtrail")
            .header("Accept", "application/json, application/problem+json");
    if (body != null) {
      builder.header("Content-Type", "application/json");
    }
    sent.headers().forEach(builder::setHeader);
    var secret = secret();
    if (secret != null) {
      builder.header("Authorization", "Bearer " + secret);
    }
    return builder;
  }

  private synchronized @Nullable String secret() {
    if (!asked) {
      token = tokens.token();
      asked = true;
    }
    return token == null ? null : token.secret();
  }

  private static byte[] bounded(InputStream in) throws IOException {
    var out = new ByteArrayOutputStream();
    var buffer = new byte[16 << 10];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      out.write(buffer, 0, n);
      if (out.size() > MOST) {
        throw new IOException("the answer is larger than " + (MOST >> 20) + " MiB");
      }
    }
    return out.toByteArray();
  }

  private synchronized HttpClient client() {
    if (client == null) {
      client = make();
    }
    return client;
  }

  private HttpClient make() {
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor());
    if (!server.isHttps()) {
      return builder.sslContext(new NoTls()).build();
    }
    if (ca != null) {
      builder.sslContext(CaFile.context(ca));
    }
    return builder.proxy(ProxySelector.getDefault()).build();
  }

  private interface Work<T> {
    T run() throws IOException, InterruptedException;
  }

  /// Not the client's own timeout: that ends with the headers, and an answer can stall after them.
  private static <T> T await(Work<T> work, Duration deadline) throws Cut {
    var future = new FutureTask<>(work::run);
    Thread.ofVirtual().start(future);
    try {
      return future.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      var cause = e.getCause();
      if (cause instanceof RuntimeException unexpected) {
        throw unexpected;
      }
      throw new Cut(cause == null ? e : cause, neverSent(cause), false);
    } catch (TimeoutException e) {
      future.cancel(true);
      throw new Cut(e, false, true);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw new Cut(e, false, false);
    }
  }

  /// Only these say that no byte of the request itself was sent.
  private static boolean neverSent(@Nullable Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof HttpConnectTimeoutException
        || cause instanceof SSLHandshakeException;
  }

  private static void pause(int attempt) {
    try {
      Thread.sleep(PAUSE.multipliedBy(attempt));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ServerException failure(Sent sent, Cut cut) {
    boolean may = !sent.reads() && !cut.neverSent;
    var what =
        cut.slow
            ? "did not answer within %d s".formatted(sent.deadline().toSeconds())
            : cut.neverSent ? "cannot be reached" : "was cut off";
    var why = cut.slow ? "" : ": " + reason(cut.getCause());
    return new ServerException(
        0,
        may,
        "the server %s %s%s%s"
            .formatted(
                server,
                what,
                why,
                may
                    ? "; what was asked may have been carried out all the same: look before asking again"
                    : sent.reads() ? "" : "; nothing was changed"),
        cut.getCause());
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause == null) {
      return "no reason is known";
    }
    var message = cause.getMessage();
    var name =
        cause instanceof ConnectException ? "no connection" : cause.getClass().getSimpleName();
    return message == null ? name : Text.clipped(name + ", " + message, 300);
  }

  @Override
  public synchronized void close() {
    if (client != null) {
      client.shutdownNow();
    }
  }

  /// An exchange that ended without an answer.
  private static final class Cut extends Exception {
    private final boolean neverSent;
    private final boolean slow;

    Cut(Throwable cause, boolean neverSent, boolean slow) {
      super(cause);
      this.neverSent = neverSent;
      this.slow = slow;
    }
  }
}
