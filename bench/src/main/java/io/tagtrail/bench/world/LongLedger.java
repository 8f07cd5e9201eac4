package io.tagtrail.bench.world;

import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.store.SqliteLedger;
import io.tagtrail.testkit.ledger.Events;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.RawPusher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;

/// A folder, whose name is the first part of its repositories too, with `tagtrail.yaml` and a
/// ledger of a given length: 60 days of promotions. One alias always has as many moves ([#USUAL]),
/// one has a tenth of all, a hundred others share the rest.
public final class LongLedger {
  public static final Alias USUAL = Alias.parse("shop/prod");
  public static final Alias BUSY = Alias.parse("busy/prod");
  private static final int USUAL_MOVES = 40;
  private static final int OTHERS = 100;
  private static final Duration SPAN = Duration.ofDays(60);

  private final Path folder;
  private final Repository usual;
  private final Repository busy;
  private int usualBundle;
  private int busyBundle;

  private LongLedger(Path folder, String host) {
    this.folder = folder;
    this.usual = new Repository(host, folder.getFileName() + "/shop");
    this.busy = new Repository(host, folder.getFileName() + "/busy");
  }

  /// Makes one, and has the tags of its two aliases and what they would go back to in a registry.
  public static LongLedger make(Path folder, String host, long entries, long seed)
      throws IOException {
    Files.createDirectories(folder);
    var ledger = new LongLedger(folder, host);
    ledger.configure(host);
    ledger.fill(entries, new Random(seed));
    ledger.push(host);
    return ledger;
  }

  public Path folder() {
    return folder;
  }

  public SqliteLedger open() {
    return SqliteLedger.open(folder.resolve("ledger"), Instant::now);
  }

  private void configure(String host) throws IOException {
    Files.writeString(
        folder.resolve("tagtrail.yaml"),
        """
        version: 1
        ledger: {path: ledger, durable: true}
        location: %s/%s/{application}:{environment}
        environments:
          prod: {}
        applications:
          shop:
          busy:
        """
            .formatted(host, folder.getFileName()));
  }

  private void fill(long entries, Random random) {
    var clock = new AtomicReference<>(Instant.now().minus(SPAN));
    try (var ledger =
        SqliteLedger.create(folder.resolve("ledger"), "bench.example/long", clock::get)) {
      var filler = new Filler(ledger);
      var step = SPAN.minusHours(1).dividedBy(entries);
      long every = Math.max(1, entries / 2 / USUAL_MOVES);
      for (long move = 0; filler.size() < entries; move++) {
        var now = clock.get().plus(step).plus(step);
        clock.set(now);
        if (move % every == 0 && usualBundle < USUAL_MOVES) {
          real(filler, USUAL, usual, ++usualBundle, now);
        } else if (random.nextInt(10) == 0) {
          real(filler, BUSY, busy, ++busyBundle, now);
        } else {
          int other = random.nextInt(OTHERS);
          var alias = new Alias("app-" + other / 2, other % 2 == 0 ? "dev" : "prod");
          filler.move(alias, Events.location(alias), Events.manifest(move), move, now);
        }
      }
      filler.flush();
    }
  }

  private static void real(
      Filler filler, Alias alias, Repository repository, int bundle, Instant now) {
    var manifest = Artifacts.sample(bundle).manifest();
    filler.move(
        alias,
        new Location(repository, new Tag(alias.environment())),
        new Document(manifest.descriptor().mediaType(), manifest.bytes()),
        bundle,
        now);
  }

  private void push(String host) {
    var pusher = new RawPusher(URI.create("http://" + host));
    push(pusher, usual, usualBundle);
    push(pusher, busy, busyBundle);
  }

  private static void push(RawPusher pusher, Repository repository, int newest) {
    for (int bundle = Math.max(1, newest - 2); bundle <= newest; bundle++) {
      pusher.push(repository, new Tag("prod"), Artifacts.sample(bundle));
    }
  }
}
