package io.tagtrail.gateway.embedded;

import static io.tagtrail.gateway.embedded.Client.header;
import static io.tagtrail.gateway.embedded.Client.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ConcurrencyTest extends RegistryTest {
  @Test
  void while_two_writers_race_for_a_tag_every_reader_sees_one_of_the_two_whole() throws Exception {
    var one = client.prepareImage("acme/shop", utf8("one"));
    var two = client.prepareImage("acme/shop", utf8("two"));
    client.putManifest("acme/shop", "prod", one);
    var done = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var readers = new ArrayList<Future<Integer>>();
      for (int i = 0; i < 2; i++) {
        readers.add(
            threads.submit(() -> {
              int reads = 0;
              while (!done.get()) {
                var got = client.get("/v2/acme/shop/manifests/prod");
                assertThat(got.statusCode()).isEqualTo(200);
                assertThat(Arrays.equals(got.body(), one) || Arrays.equals(got.body(), two))
                    .isTrue();
                assertThat(header(got, "Docker-Content-Digest"))
                    .isEqualTo(Digest.of(got.body()).toString());
                reads++;
              }
              return reads;
            }));
      }
      var writers = new ArrayList<Future<?>>();
      for (var bytes : List.of(one, two)) {
        writers.add(
            threads.submit(() -> {
              for (int i = 0; i < 50; i++) {
                assertThat(client.putManifest("acme/shop", "prod", bytes).statusCode())
                    .isEqualTo(201);
              }
            }));
      }
      for (var writer : writers) {
        writer.get();
      }
      done.set(true);
      for (var reader : readers) {
        assertThat(reader.get()).isPositive();
      }
    }
  }

  @Test
  void deleting_a_manifest_and_tagging_it_never_leaves_a_tag_to_nothing() throws Exception {
    var bytes = client.prepareImage("acme/shop", utf8("one"));
    var digest = Digest.of(bytes);
    for (int i = 0; i < 30; i++) {
      client.putManifest("acme/shop", digest, bytes);
      together(
          List.of(
              () -> client.send("DELETE", "/v2/acme/shop/manifests/" + digest).statusCode(),
              () -> client.putManifest("acme/shop", "prod", bytes).statusCode()));
      if (client.head("/v2/acme/shop/manifests/prod").statusCode() == 200) {
        assertThat(client.head("/v2/acme/shop/manifests/" + digest).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void thirty_two_uploads_at_once_all_arrive_some_of_them_the_same_blob() throws Exception {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    var random = new Random(seed);
    var tasks = new ArrayList<Callable<Integer>>();
    var blobs = new ArrayList<byte[]>();
    for (int i = 0; i < 32; i++) {
      var bytes = new byte[i % 4 == 3 ? 300_000 : 1 + random.nextInt(2_000_000)];
      if (i % 4 != 3) {
        random.nextBytes(bytes);
      }
      blobs.add(bytes);
      tasks.add(() -> {
        client.pushBlob("acme/shop", bytes);
        return 201;
      });
    }
    together(tasks);
    for (var bytes : blobs) {
      assertThat(client.get("/v2/acme/shop/blobs/" + Digest.of(bytes)).body())
          .as("seed %d", seed)
          .isEqualTo(bytes);
    }
  }

  @Test
  void two_chunks_for_one_place_are_kept_once() throws Exception {
    var upload = header(client.send("POST", "/v2/acme/shop/blobs/uploads/"), "Location");
    Callable<Integer> patch =
        () -> client.send("PATCH", upload, utf8("0123456789"), "Content-Range", "0-9").statusCode();
    assertThat(together(List.of(patch, patch, patch, patch))).containsOnlyOnce(202).contains(416);
    var digest = Digest.of(utf8("0123456789"));
    assertThat(client.send("PUT", upload + "?digest=" + digest).statusCode()).isEqualTo(201);
  }

  private static List<Integer> together(List<Callable<Integer>> tasks) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var results = new ArrayList<Integer>();
      for (var future : threads.invokeAll(tasks)) {
        results.add(future.get());
      }
      return results;
    }
  }
}
