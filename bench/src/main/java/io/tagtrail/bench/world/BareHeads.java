package io.tagtrail.bench.world;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// A list of HEADs and nothing else, by the JDK's HTTP client, a number of them at once.
public final class BareHeads implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String host;
  private final int atOnce;
  private final List<HttpRequest> requests = new ArrayList<>();

  public BareHeads(String host, int atOnce) {
    this.host = host;
    this.atOnce = atOnce;
  }

  public void add(String path) {
    requests.add(
        HttpRequest.newBuilder(URI.create("http://" + host + path))
            .header("Accept", "application/vnd.oci.image.manifest.v1+json")
            .HEAD()
            .build());
  }

  public int size() {
    return requests.size();
  }

  /// Sends them all, and insists that everything is there.
  public void send() throws InterruptedException, IOException {
    var room = new Semaphore(atOnce);
    var answers = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var request : requests) {
        room.acquire();
        answers.add(
            threads.submit(() -> {
              try {
                return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
              } finally {
                room.release();
              }
            }));
      }
      for (var answer : answers) {
        if (answer.get() != 200) {
          throw new IOException("a part is not there: " + answer.get());
        }
      }
    } catch (ExecutionException e) {
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
