package io.tagtrail.server.identity;

import io.tagtrail.core.model.InvalidValueException;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Requests to an issuer: bounded in size and in time from connecting to the last byte, without
/// redirects, by http only within loopback.
final class Web implements AutoCloseable {
  static final int MAX_BODY = 256 * 1024;

  private static final Duration CONNECT = Duration.ofSeconds(3);

  private final Duration patience;
  private final HttpClient client;

  /// @param body at most [#MAX_BODY] bytes
  record Answer(int status, byte[] body) {}

  /// @param ca certificates in PEM that are trusted instead of the system's
  /// @throws InvalidValueException if the file cannot be used
  Web(@Nullable Path ca, Duration patience) {
    this.patience = patience;
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(ProxySelector.getDefault())
            .connectTimeout(CONNECT.compareTo(patience) < 0 ? CONNECT : patience);
    if (ca != null) {
      builder.sslContext(trusting(ca));
    }
    client = builder.build();
  }

  /// The body of a 200.
  ///
  /// @throws IOException if there is none in time; its message says why, without the query
  byte[] get(URI uri) throws IOException, InterruptedException {
    var answer = send(HttpRequest.newBuilder(uri).header("Accept", "application/json").GET(), uri);
    if (answer.status() != 200) {
      throw new IOException(named(uri) + " answered " + answer.status());
    }
    return answer.body();
  }

  /// Posts a form.
  ///
  /// @param authorization the Authorization header; null for none
  Answer post(URI uri, String form, @Nullable String authorization)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(uri)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    return send(request, uri);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private Answer send(HttpRequest.Builder request, URI uri)
      throws IOException, InterruptedException {
    // The client's own limit ends with the headers; this one is over the body too.
    var pending =
        client.sendAsync(
            request.timeout(patience).build(),
            BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAX_BODY));
    try {
      HttpResponse<byte[]> response = pending.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.statusCode(), response.body());
    } catch (TimeoutException e) {
      throw new IOException(
          named(uri) + " did not answer within " + patience.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      var cause = e.getCause();
      throw new IOException(
          named(uri) + " did not answer: " + (cause == null ? e : cause).getClass().getSimpleName(),
          e);
    } finally {
      pending.cancel(true);
    }
  }

  /// The address for a message: without a query, which can hold a secret.
  static String named(URI uri) {
    var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    return io.tagtrail.core.model.Text.clipped(
        uri.getScheme() + "://" + uri.getHost() + port + uri.getRawPath(), 300);
  }

  private static SSLContext trusting(Path ca) {
    try (var in = Files.newInputStream(ca)) {
      var store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int n = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("ca-" + n++, certificate);
      }
      if (n == 0) {
        throw new InvalidValueException("the CA file " + ca + " holds no certificate (PEM)");
      }
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      var context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new InvalidValueException(
          "the CA file " + ca + " cannot be used: " + e.getMessage(), e);
    }
  }
}
