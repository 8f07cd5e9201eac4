package io.tagtrail.bench.world;

import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Manifest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/// The same writes without any governance: HEAD of the tag, PUT of a keep-tag, PUT of the tag, HEAD
/// of the tag, by the JDK's HTTP client on one connection that stays open.
public final class BareClient implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public void move(Repository repository, String tag, String keep, Manifest manifest)
      throws IOException, InterruptedException {
    head(repository, tag);
    put(repository, keep, manifest);
    put(repository, tag, manifest);
    if (head(repository, tag) != 200) {
      throw new IOException("the tag is not there: " + repository + ":" + tag);
    }
  }

  public int head(Repository repository, String tag) throws IOException, InterruptedException {
    return send(request(repository, tag).HEAD());
  }

  public void put(Repository repository, String tag, Manifest manifest)
      throws IOException, InterruptedException {
    int status =
        send(
            request(repository, tag)
                .header("Content-Type", manifest.descriptor().mediaType())
                .PUT(HttpRequest.BodyPublishers.ofByteArray(manifest.bytes())));
    if (status != 201) {
      throw new IOException("PUT of %s:%s answered %d".formatted(repository, tag, status));
    }
  }

  private static HttpRequest.Builder request(Repository repository, String tag) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://%s/v2/%s/manifests/%s"
                    .formatted(repository.registry(), repository.path(), tag)))
        .header("Accept", "application/vnd.oci.image.manifest.v1+json");
  }

  private int send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray()).statusCode();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
