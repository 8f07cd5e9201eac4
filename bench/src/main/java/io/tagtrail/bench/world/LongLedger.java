package io.tagtrail.bench.world;

import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.model.Tag;
import io.tagtrail.store.SqliteLedger;
import io.tagtrail.store.SqliteSettings;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.RawPusher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// A folder, whose name is the first part of its repositories too, with `tagtrail.yaml` and a
/// ledger of a given length: a [LongStory].
public final class LongLedger implements LongStory.Bundles {
  public static final Alias USUAL = LongStory.USUAL;
  public static final Alias BUSY = LongStory.BUSY;

  private final Path folder;
  private final Repository usual;
  private final Repository busy;
  private LongStory.Told told = new LongStory.Told(0, 0, List.of());

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
    ledger.fill(entries, seed);
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

  private void fill(long entries, long seed) {
    told =
        new LongStory(entries, seed)
            .fill(SqliteSettings.of(folder.resolve("ledger")), this, size -> {});
  }

  @Override
  public Document manifest(Alias alias, int bundle) {
    var manifest = Artifacts.sample(bundle).manifest();
    return new Document(manifest.descriptor().mediaType(), manifest.bytes());
  }

  @Override
  public Location location(Alias alias) {
    return (alias.equals(USUAL) ? usual : busy).at(new Tag(alias.environment()));
  }

  private void push(String host) {
    var pusher = new RawPusher(URI.create("http://" + host));
    push(pusher, usual, told.usual());
    push(pusher, busy, told.busy());
  }

  private static void push(RawPusher pusher, Repository repository, int newest) {
    for (int bundle = Math.max(1, newest - 2); bundle <= newest; bundle++) {
      pusher.push(repository, new Tag("prod"), Artifacts.sample(bundle));
    }
  }
}
