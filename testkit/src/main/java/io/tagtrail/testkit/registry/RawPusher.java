package io.tagtrail.testkit.registry;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.Manifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Pushes by plain HTTP, as few requests as the specification needs; any answer that is not
/// expected fails the test.
public final class RawPusher implements Pusher {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final String ACCEPT =
      String.join(
          ", ",
          Artifacts.OCI_MANIFEST,
          Artifacts.OCI_INDEX,
          "application/vnd.docker.distribution.manifest.v2+json",
          "application/vnd.docker.distribution.manifest.list.v2+json");

  private final URI base;
  private final @Nullable String authorization;

  /// @param base such as `http://127.0.0.1:5000`
  public RawPusher(URI base) {
    this(base, null);
  }

  /// @param authorization the value of an Authorization header for every request
  public RawPusher(URI base, @Nullable String authorization) {
    this.base = base;
    this.authorization = authorization;
  }

  /// The repository of this name in the registry that this pushes to.
  public Repository repository(String path) {
    return new Repository(base.getAuthority(), path);
  }

  @Override
  public void blob(Repository repository, byte[] bytes) {
    var digest = Digest.of(bytes);
    var uploads = uri(repository, "blobs/uploads/");
    var opened = send(request(uploads).POST(BodyPublishers.noBody()));
    expect(opened, uploads, 202);
    var location = uploads.resolve(opened.headers().firstValue("Location").orElseThrow());
    var separator = location.getRawQuery() == null ? "?" : "&";
    var target = URI.create(location + separator + "digest=" + digest);
    var put =
        request(target)
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(bytes));
    expect(send(put), target, 201);
  }

  @Override
  public void manifest(Repository repository, String reference, Manifest manifest) {
    var target = uri(repository, "manifests/" + reference);
    var put =
        request(target)
            .header("Content-Type", manifest.descriptor().mediaType())
            .PUT(BodyPublishers.ofByteArray(manifest.bytes()));
    expect(send(put), target, 201);
  }

  @Override
  public Optional<Manifest> get(Repository repository, String reference) {
    var target = uri(repository, "manifests/" + reference);
    var answer = send(request(target).header("Accept", ACCEPT).GET());
    if (answer.statusCode() == 404) {
      return Optional.empty();
    }
    expect(answer, target, 200);
    var mediaType = answer.headers().firstValue("Content-Type").orElseThrow();
    return Optional.of(Manifest.of(mediaType, answer.body()));
  }

  @Override
  public boolean hasBlob(Repository repository, Digest digest) {
    return send(request(uri(repository, "blobs/" + digest)).HEAD()).statusCode() == 200;
  }

  @Override
  public boolean removeBlob(Repository repository, Digest digest) {
    return send(request(uri(repository, "blobs/" + digest)).DELETE()).statusCode() == 202;
  }

  private URI uri(Repository repository, String rest) {
    return base.resolve("/v2/" + repository.path() + "/" + rest);
  }

  private HttpRequest.Builder request(URI uri) {
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30));
    return authorization == null ? request : request.header("Authorization", authorization);
  }

  private static HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return HTTP.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void expect(HttpResponse<byte[]> answer, URI uri, int status) {
    if (answer.statusCode() != status) {
      throw new AssertionError(
          "%s %s answered %d where %d was expected: %s"
              .formatted(
                  answer.request().method(),
                  uri,
                  answer.statusCode(),
                  status,
                  new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8)));
    }
  }
}
