package io.tagtrail.flux.receiver;

import io.tagtrail.core.model.Text;
import io.tagtrail.flux.event.BodySignature;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Calls receivers: one POST each, never redirected, never repeated here. Whether an address may be
/// called without https was decided when the configuration was read.
public final class Caller implements AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final int ANSWER_BYTES = 8 << 10;
  private static final Path SYSTEM = Path.of("");

  /// One for each set of certificates that are trusted.
  private final Map<Path, HttpClient> clients = new ConcurrentHashMap<>();

  /// Tells a receiver.
  ///
  /// @param body sent as it is; the signature is over these bytes
  public Answered call(Receiver receiver, byte[] body) throws InterruptedException {
    HttpClient client;
    try {
      client = client(receiver);
    } catch (IOException e) {
      return new Answered.Away(
          "%s was not called: its ca cannot be used (%s)"
              .formatted(receiver.shown(), Text.clipped(String.valueOf(e.getMessage()), 200)));
    }
    long millis = receiver.timeout().toMillis();
    // The client's own limit ends with the headers; this one is over the body too.
    var pending =
        client.sendAsync(
            request(receiver, body),
            BodyHandlers.limiting(BodyHandlers.discarding(), ANSWER_BYTES));
    try {
      return answered(receiver, pending.get(millis, TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return new Answered.Away(
          "%s did not answer within %d ms".formatted(receiver.shown(), millis));
    } catch (ExecutionException e) {
      return new Answered.Away(
          "%s %s".formatted(receiver.shown(), reason(Objects.requireNonNullElse(e.getCause(), e))));
    } finally {
      pending.cancel(true);
    }
  }

  private static HttpRequest request(Receiver receiver, byte[] body) {
    var request =
        HttpRequest.newBuilder(receiver.address())
            .timeout(receiver.timeout())
            .header("Content-Type", "application/json")
            .header("User-Agent", "tagtrail")
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    switch (receiver.proof()) {
      case Receiver.Proof.ByAddress _ -> {}
      case Receiver.Proof.Signature(byte[] key) ->
          request.header(BodySignature.HEADER, BodySignature.of(body, key));
      case Receiver.Proof.Bearer(String token) ->
          request.header("Authorization", "Bearer " + token);
    }
    return request.build();
  }

  private static Answered answered(Receiver receiver, HttpResponse<?> response) {
    int status = response.statusCode();
    return status >= 200 && status < 300
        ? new Answered.Taken(status)
        : new Answered.Refused(
            status,
            "%s answered %d: %s"
                .formatted(receiver.shown(), status, Statuses.of(receiver, status)));
  }

  private static String reason(Throwable cause) {
    // Messages of the client can quote the address, of which the path is a secret.
    return switch (cause) {
      case java.net.ConnectException _ -> "cannot be reached";
      case java.net.http.HttpTimeoutException _ -> "did not answer in time";
      case javax.net.ssl.SSLException _ ->
          "has no certificate that is trusted (ca names those that are)";
      case IOException _ -> "broke the connection off: " + cause.getClass().getSimpleName();
      default -> "could not be called: " + cause.getClass().getSimpleName();
    };
  }

  private HttpClient client(Receiver receiver) throws IOException {
    var ca = receiver.ca();
    var key = ca == null ? SYSTEM : ca;
    var known = clients.get(key);
    if (known != null) {
      return known;
    }
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .proxy(ProxySelector.getDefault())
            .connectTimeout(CONNECT);
    if (ca != null) {
      builder.sslContext(Trust.of(ca));
    }
    return clients.computeIfAbsent(key, _ -> builder.build());
  }

  @Override
  public void close() {
    clients.values().forEach(HttpClient::shutdownNow);
    clients.clear();
  }
}
