package io.tagtrail.bench.world;

import io.tagtrail.core.model.Digest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// What a pipeline sends, by the JDK's HTTP client on connections that stay open.
public final class ApiClient implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final URI base;
  private final String token;

  public ApiClient(URI base, String token) {
    this.base = base;
    this.token = token;
  }

  /// Promotes a bundle of the alias's own repository, and insists that it moved.
  public void promote(String application, Digest bundle) throws IOException, InterruptedException {
    var request =
        request("/api/v1/aliases/%s/%s/promote".formatted(application, ServerHome.ENVIRONMENT))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"source\":\"@" + bundle + "\"}"))
            .build();
    var answer = http.send(request, HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200 || !answer.body().contains("\"outcome\":\"moved\"")) {
      throw new IOException("it had to move: %d %s".formatted(answer.statusCode(), answer.body()));
    }
  }

  /// Reads, and insists on 200.
  public String get(String path) throws IOException, InterruptedException {
    var answer = http.send(request(path).GET().build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("%s: %d %s".formatted(path, answer.statusCode(), answer.body()));
    }
    return answer.body();
  }

  /// How many entries the ledger has.
  public long entries() throws IOException, InterruptedException {
    var head = get("/api/v1/head");
    var size = java.util.regex.Pattern.compile("\"size\":(\\d+)").matcher(head);
    if (!size.find()) {
      throw new IOException("not a head: " + head);
    }
    return Long.parseLong(size.group(1));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).header("Authorization", "Bearer " + token);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
