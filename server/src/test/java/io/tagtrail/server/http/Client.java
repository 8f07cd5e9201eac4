package io.tagtrail.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Asks the server, and holds every answer to the document.
final class Client {
  private static final int LONG = 64 << 10;
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private final URI server;
  private final @Nullable String token;

  Client(URI server, @Nullable String token) {
    this.server = server;
    this.token = token;
  }

  /// An answer that the document allows.
  record Reply(HttpResponse<byte[]> response) {
    int status() {
      return response.statusCode();
    }

    String text() {
      return new String(response.body(), StandardCharsets.UTF_8);
    }

    ObjectView json() {
      return JsonReader.object(response.body());
    }

    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    /// The last part of the problem's type.
    String problem() {
      var type = json().needText("type");
      assertThat(type).startsWith("urn:tagtrail:problem:");
      return type.substring("urn:tagtrail:problem:".length());
    }

    Reply is(int status) {
      assertThat(status()).as(text()).isEqualTo(status);
      return this;
    }
  }

  Reply get(String target, String... headers) {
    return send("GET", target, null, headers);
  }

  Reply post(String target, String body, String... headers) {
    return send("POST", target, body, headers);
  }

  Reply send(String method, String target, @Nullable String body, String... headers) {
    var request =
        HttpRequest.newBuilder(server.resolve(target))
            .timeout(Duration.ofSeconds(60))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (token != null) {
      request.setHeader("Authorization", "Bearer " + token);
    }
    if (body != null) {
      request.setHeader("Content-Type", "application/json");
    }
    if (body != null && body.length() > LONG) {
      // A server that refuses it closes without having read it, and the answer can be lost to a
      // client that is still sending.
      request.expectContinue(true);
    }
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    try {
      return checked(
          method, target, HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static Reply checked(String method, String target, HttpResponse<byte[]> response) {
    assertThat(
            ApiDocument.problems(
                method, target, response.statusCode(), response.headers().map(), response.body()))
        .as(
            "%s %s answered %d: %s",
            method,
            target,
            response.statusCode(),
            new String(response.body(), StandardCharsets.UTF_8))
        .isEmpty();
    return new Reply(response);
  }
}
