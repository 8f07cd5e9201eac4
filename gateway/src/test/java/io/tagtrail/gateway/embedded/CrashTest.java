package io.tagtrail.gateway.embedded;

import static io.tagtrail.gateway.embedded.Client.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Digest;
import io.tagtrail.gateway.protocol.ManifestReader;
import io.tagtrail.gateway.protocol.ManifestShape;
import io.tagtrail.gateway.protocol.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` in the middle of pushes: whatever was answered with 201 is there and whole afterwards,
/// and no tag names anything incomplete.
class CrashTest {
  private static final int ROUNDS = 4;
  private static final int PUSHERS = 4;

  @SuppressWarnings("NullAway.Init")
  @TempDir
  Path folder;

  private final long seed = Long.getLong("tagtrail.seed", System.nanoTime());

  /// What the registry acknowledged: content by its path, and for each pusher's tag the last digest
  /// acknowledged and the one that was on its way when the process died.
  private final Map<String, Digest> acknowledged = new ConcurrentHashMap<>();

  private final Map<String, Digest> tagged = new ConcurrentHashMap<>();
  private final Map<String, Digest> underWay = new ConcurrentHashMap<>();

  @Test
  void everything_that_was_acknowledged_is_whole_after_a_kill() throws Exception {
    var random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      pushUntilKilled(round, 10 + random.nextInt(60));
      verify();
    }
    assertThat(acknowledged).as("seed %d", seed).hasSizeGreaterThan(ROUNDS * 10);
  }

  private void pushUntilKilled(int round, int pushes) throws Exception {
    var pushers = new ArrayList<Future<?>>();
    // The process is closed, which kills it, before the threads are waited for.
    try (var threads = Executors.newVirtualThreadPerTaskExecutor();
        var child = ChildRegistry.start(folder, "-Xmx128m")) {
      var count = new AtomicInteger();
      for (int pusher = 0; pusher < PUSHERS; pusher++) {
        var client = new Client(child.uri(), HttpClient.newHttpClient());
        var random = new Random(seed + 31L * round + pusher);
        int number = pusher;
        pushers.add(threads.submit(() -> push(client, number, random, count, child.process())));
      }
      while (count.get() < pushes) {
        assertThat(pushers).as("nobody pushes any more, seed %d", seed).noneMatch(Future::isDone);
        Thread.sleep(1);
      }
    }
    for (var pusher : pushers) {
      pusher.get();
    }
  }

  private void push(Client client, int pusher, Random random, AtomicInteger count, Process child) {
    var name = "acme/app" + pusher % 2;
    var tag = "prod" + pusher;
    try {
      while (child.isAlive()) {
        var layer = new byte[1 + random.nextInt(200_000)];
        random.nextBytes(layer);
        for (var blob : List.of(utf8("{}"), layer)) {
          var digest = client.pushBlob(name, blob);
          acknowledged.put("/v2/" + name + "/blobs/" + digest, digest);
        }
        var manifest = Client.image(layer, "");
        var digest = Digest.of(manifest);
        underWay.put(name + ":" + tag, digest);
        if (client.putManifest(name, tag, manifest).statusCode() == 201) {
          acknowledged.put("/v2/" + name + "/manifests/" + digest, digest);
          tagged.put(name + ":" + tag, digest);
        }
        count.incrementAndGet();
      }
    } catch (UncheckedIOException e) {
      // The registry was killed under this request: it acknowledged nothing.
      return;
    }
  }

  private void verify() throws IOException {
    try (var registry = EmbeddedRegistry.start(folder, RegistryTest.loopback())) {
      var client = new Client(registry);
      acknowledged.forEach((path, digest) -> {
        var got = client.get(path);
        assertThat(got.statusCode()).as("%s, seed %d", path, seed).isEqualTo(200);
        assertThat(Digest.of(got.body())).as("%s, seed %d", path, seed).isEqualTo(digest);
      });
      for (int pusher = 0; pusher < PUSHERS; pusher++) {
        verifyTag(client, "acme/app" + pusher % 2, "prod" + pusher);
      }
    }
    assertThat(folder.resolve("tmp")).isEmptyDirectory();
  }

  private void verifyTag(Client client, String name, String tag) {
    var got = client.get("/v2/" + name + "/manifests/" + tag);
    var last = tagged.get(name + ":" + tag);
    if (last == null && got.statusCode() == 404) {
      return;
    }
    var may = new ArrayList<Digest>();
    may.add(Objects.requireNonNull(underWay.get(name + ":" + tag)));
    if (last != null) {
      may.add(last);
    }
    assertThat(may).as("%s:%s, seed %d", name, tag, seed).contains(Digest.of(got.body()));
    if (!(ManifestReader.read(got.body()) instanceof Outcome.Done<ManifestShape>(var shape))) {
      throw new AssertionError("not a manifest under " + tag + ", seed " + seed);
    }
    shape
        .neededBlobs()
        .forEach(part ->
            assertThat(Digest.of(client.get("/v2/" + name + "/blobs/" + part.digest()).body()))
                .as("%s of %s:%s, seed %d", part, name, tag, seed)
                .isEqualTo(part.digest()));
  }
}
