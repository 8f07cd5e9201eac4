package io.tagtrail.server.inside;

import io.tagtrail.bundle.inventory.Inventory;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Repository;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.server.config.Config;
import io.tagtrail.server.config.Globs;
import io.tagtrail.server.config.InsideConfig;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Looks into bundles and for their images.
///
/// A bundle that the ledger recorded is not read again: its inventory says which images it names,
/// and they are looked for. Where an environment requires to know, what is not known refuses a
/// forward move, and never the way back.
public final class InsideExaminer implements Examiner {
  /// Somebody waits for a list of rollback targets, and each has images.
  private static final Duration BRIEF = Duration.ofMillis(1_500);

  private static final int REMEMBERED = 16;

  /// Bytes of documents that are remembered; in memory they are some times that.
  private static final int REMEMBERED_BYTES = 4 << 20;

  private final Insides insides;
  private final Ledger ledger;
  private final Images images;
  private final Duration patience;
  private final Room room;

  /// Bundles that were read and are not recorded: what is inside of one never changes.
  private final Map<Digest, Known> read = new LinkedHashMap<>();

  private int readBytes;

  private sealed interface Seen {}

  /// @param inventory no more of it than is recorded: it is held outside of the room
  /// @param bytes of its document
  private record Known(Inventory inventory, List<Wanted> wanted, int bytes) implements Seen {}

  private record Nothing() implements Seen {}

  private record Unseen(String why) implements Seen {}

  InsideExaminer(Insides insides, Ledger ledger, Images images, Duration patience, Room room) {
    this.room = room;
    this.insides = insides;
    this.ledger = ledger;
    this.images = images;
    this.patience = patience;
  }

  public static InsideExaminer of(
      Config config, Ledger ledger, Registry registry, Insides insides, LongSupplier nanos) {
    return of(config, ledger, registry, insides, nanos, Rooms.OF_PROCESS.moves());
  }

  static InsideExaminer of(
      Config config,
      Ledger ledger,
      Registry registry,
      Insides insides,
      LongSupplier nanos,
      Room room) {
    var inside = config.around().inside();
    return new InsideExaminer(
        insides,
        ledger,
        new Images(registry, asked(config, inside), inside.ignore(), nanos),
        inside.patience(),
        room);
  }

  /// The registries that the configuration names, and those that it says may be asked.
  private static Predicate<String> asked(Config config, InsideConfig inside) {
    var named = new HashSet<String>();
    config.locations().values().forEach(each -> named.add(each.repository().registry()));
    config
        .registries()
        .keySet()
        .forEach(host -> named.add(Repository.parse(host + "/any").registry()));
    return host ->
        named.contains(host) || inside.ask().stream().anyMatch(glob -> Globs.matches(glob, host));
  }

  @Override
  public Examined examine(Subject subject) {
    var asks = subject.rules().assurance().inside();
    if (asks == Assurance.Inside.OFF) {
      return Examined.NOTHING;
    }
    boolean strict = asks == Assurance.Inside.REQUIRE && subject.use() == Use.FORWARD;
    var wait = subject.use() == Use.TARGET && patience.compareTo(BRIEF) > 0 ? BRIEF : patience;
    var recorded = recorded(subject.inventory());
    return recorded.isPresent()
        ? again(subject, recorded.get(), strict, wait)
        : anew(subject, strict, wait);
  }

  private Examined again(Subject subject, Recorded recorded, boolean strict, Duration wait) {
    var wanted = recorded.inventory().images().stream().map(Wanted::of).toList();
    var found = images.find(wanted, wait, subject.use() != Use.TARGET);
    return new Examined(
        List.of(ImageChecks.of(recorded.inventory(), found, strict)), recorded.document());
  }

  private record Recorded(Document document, Inventory inventory) {}

  private Optional<Recorded> recorded(@Nullable Descriptor descriptor) {
    if (descriptor == null || !descriptor.mediaType().equals(Inventory.MEDIA_TYPE)) {
      return Optional.empty();
    }
    return ledger
        .document(descriptor.digest())
        .flatMap(document -> {
          try {
            return Optional.of(new Recorded(document, Inventory.read(document.bytes())));
          } catch (JsonException e) {
            // Of a later version, say: the bundle itself still tells.
            return Optional.empty();
          }
        });
  }

  private Examined anew(Subject subject, boolean strict, Duration wait) {
    var digest = subject.bundle().digest();
    var remembered = remembered(digest);
    var seen =
        remembered != null
            ? remembered
            : room.within(wait, 1, () -> see(subject))
                .orElseGet(() ->
                    new Unseen(
                        "there was no room in memory for %d ms: try again"
                            .formatted(wait.toMillis())));
    return switch (seen) {
      case Nothing no -> Examined.NOTHING;
      case Unseen(var why) -> new Examined(List.of(ImageChecks.unreadable(why, strict)), null);
      case Known known -> {
        remember(digest, known);
        var found = images.find(known.wanted(), wait, subject.use() != Use.TARGET);
        var inventory = known.inventory().with(found);
        yield new Examined(List.of(ImageChecks.of(inventory, found, strict)), inventory.document());
      }
    };
  }

  /// What is kept of a bundle: its files are not, and it makes room for the next.
  private Seen see(Subject subject) {
    return switch (insides.look(subject.repository(), subject.bundle())) {
      case Looked.NoBundle no -> new Nothing();
      case Looked.Unreadable(var why, var away) -> new Unseen(why);
      case Looked.Found(var contents) -> {
        var inventory = Inventory.of(subject.bundle().digest(), contents, List.of()).bounded();
        yield new Known(
            inventory, Wanted.of(contents.images()), inventory.document().bytes().length);
      }
    };
  }

  private @Nullable Known remembered(Digest bundle) {
    synchronized (read) {
      return read.get(bundle);
    }
  }

  private void remember(Digest bundle, Known known) {
    synchronized (read) {
      if (read.putIfAbsent(bundle, known) == null) {
        readBytes += known.bytes();
      }
      while (read.size() > REMEMBERED || readBytes > REMEMBERED_BYTES) {
        var oldest = read.entrySet().iterator();
        readBytes -= oldest.next().getValue().bytes();
        oldest.remove();
      }
    }
  }
}
