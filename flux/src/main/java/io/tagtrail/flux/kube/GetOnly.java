package io.tagtrail.flux.kube;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The one class of Tagtrail that sends anything to a cluster, and GET without a body is all that
/// it can send: no other method is named here, and a test holds the compiled classes to that.
///
/// Redirects are not followed and proxies not used: a credential goes to the cluster's own address
/// only. Where it is not taken (401, or TLS fails), the kubeconfig is read anew, because
/// certificates and tokens in it are renewed.
final class GetOnly implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration BETWEEN = Duration.ofSeconds(5);

  private final Supplier<KubeAccess> accesses;
  private final InstantSource clock;
  private Session session;
  private long renewed = System.nanoTime();
  private boolean closed;

  GetOnly(Supplier<KubeAccess> accesses, InstantSource clock) {
    this.accesses = accesses;
    this.clock = clock;
    this.session = open();
  }

  private record Session(HttpClient client, KubeAccess access) {}

  KubeAccess access() {
    return session().access();
  }

  /// @param path from `/` on, with its query, encoded
  /// @param headers how long to wait for the beginning of the answer
  HttpResponse<InputStream> get(String path, Duration headers) throws KubeException {
    var current = session();
    try {
      var response = send(current, path, headers);
      if (response.statusCode() != 401) {
        return response;
      }
      close(response.body());
      if (current.access().credential() instanceof Credential.Exec exec) {
        exec.plugin().forget();
      }
      return send(renewed(current), path, headers);
    } catch (KubeException e) {
      if (e.getCause() instanceof SSLException) {
        renewed(current);
      }
      throw e;
    }
  }

  private HttpResponse<InputStream> send(Session by, String path, Duration headers)
      throws KubeException {
    var access = by.access();
    var builder =
        HttpRequest.newBuilder(URI.create(access.server() + path))
            .GET()
            .header("Accept", "application/json")
            .header("User-Agent", "tagtrail");
    try {
      var token = token(access.credential());
      if (token != null) {
        builder.header("Authorization", "Bearer " + token);
      }
    } catch (IllegalArgumentException e) {
      var why = e instanceof InvalidValueException ? e.getMessage() : "the token is no token";
      throw new KubeException(0, "%s cannot be asked: %s".formatted(access, why), e);
    }
    var sent = by.client().sendAsync(builder.build(), BodyHandlers.ofInputStream());
    try {
      return sent.get(headers.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw new KubeException(
          0,
          "%s did not answer within %d s".formatted(access, Math.max(1, headers.toSeconds())),
          e);
    } catch (InterruptedException e) {
      sent.cancel(true);
      Thread.currentThread().interrupt();
      throw new KubeException(0, access + " was not waited for", e);
    } catch (ExecutionException e) {
      var cause = e.getCause() == null ? e : e.getCause();
      throw new KubeException(
          0, "%s cannot be reached: %s".formatted(access, reason(cause)), cause);
    }
  }

  private @Nullable String token(Credential credential) {
    return switch (credential) {
      case Credential.None none -> null;
      case Credential.Token token -> token.secret();
      case Credential.TokenFile file -> fromFile(file);
      case Credential.Exec exec -> exec.plugin().credential(clock).token();
    };
  }

  private static String fromFile(Credential.TokenFile file) {
    try {
      var text =
          new String(
                  SmallFile.read(file.file(), "the token"), java.nio.charset.StandardCharsets.UTF_8)
              .strip();
      if (!text.isEmpty()) {
        return text;
      }
      throw new InvalidValueException("the token, %s, is empty".formatted(file.file()));
    } catch (InvalidValueException e) {
      if (file.before() != null) {
        return file.before();
      }
      throw e;
    }
  }

  private synchronized Session session() {
    return session;
  }

  /// The kubeconfig read anew, unless somebody else did that just now.
  private synchronized Session renewed(Session old) {
    boolean recent = System.nanoTime() - renewed < BETWEEN.toNanos();
    if (closed || !session.client().equals(old.client()) || recent) {
      return session;
    }
    renewed = System.nanoTime();
    try {
      session = open();
      old.client().shutdown();
    } catch (InvalidValueException e) {
      // The file is being written, or broken: what was good until now is asked with once more.
    }
    return session;
  }

  private Session open() {
    var access = accesses.get();
    var identity =
        access.identity() == null && access.credential() instanceof Credential.Exec exec
            ? exec.plugin().credential(clock).identity()
            : access.identity();
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(CONNECT)
            .executor(Executors.newVirtualThreadPerTaskExecutor());
    builder.sslContext(KubeTls.context(access.trust(), identity));
    return new Session(builder.build(), access);
  }

  private static String reason(Throwable cause) {
    var message = cause.getMessage();
    var name =
        cause instanceof ConnectException ? "no connection" : cause.getClass().getSimpleName();
    return message == null ? name : Text.clipped(name + ", " + message, 300);
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // Nothing is read from it any more.
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    session.client().shutdownNow();
  }
}
