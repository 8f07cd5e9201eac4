package io.tagtrail.server.inside;

import io.tagtrail.bundle.diff.Commits;
import io.tagtrail.bundle.diff.Comparison;
import io.tagtrail.bundle.diff.Forges;
import io.tagtrail.bundle.diff.Side;
import io.tagtrail.bundle.inventory.ImageEntry;
import io.tagtrail.bundle.inventory.ImageEntry.State;
import io.tagtrail.bundle.inventory.Inventory;
import io.tagtrail.core.history.Address;
import io.tagtrail.core.history.Questions;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Descriptor;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;
import java.util.Optional;

/// Compares what is inside of two bundles: their layers, or, of one whose layers are gone, what the
/// ledger recorded.
///
/// Both are in memory until the answer is made: one comparison at a time, in all of the process, in
/// a room of its own, see [Rooms].
public final class Comparing {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Ledger ledger;
  private final Questions questions;
  private final Insides insides;
  private final Forges forges;
  private final Room room;
  private final Duration patience;

  /// @param forges the hosts whose pages are linked to
  public Comparing(Ledger ledger, Questions questions, Insides insides, Forges forges) {
    this(ledger, questions, insides, forges, Rooms.OF_PROCESS.comparisons(), PATIENCE);
  }

  Comparing(
      Ledger ledger,
      Questions questions,
      Insides insides,
      Forges forges,
      Room room,
      Duration patience) {
    this.forges = forges;
    this.room = room;
    this.patience = patience;
    this.ledger = ledger;
    this.questions = questions;
    this.insides = insides;
  }

  /// @throws InvalidValueException if a place is not there, or no bundle that can be looked into
  /// @throws RegistryException if a bundle cannot be read, and nothing of it is recorded; or if
  ///   others compare for longer than anybody waits
  public Compared compare(Range range) {
    var before = entry(range.before());
    var after = entry(range.after());
    var one = bundle(range.before(), before);
    var other = bundle(range.after(), after);
    var difference =
        room.within(
                patience, Rooms.PAIR, () -> Comparison.of(side(before, one), side(after, other)))
            .orElseThrow(() -> busy(range));
    var from = Compared.Point.of(before, one.digest());
    var to = Compared.Point.of(after, other.digest());
    return new Compared(
        from,
        to,
        Commits.compare(forges, from.source(), from.revision(), to.source(), to.revision())
            .orElse(null),
        difference);
  }

  private Entry entry(Address address) {
    return questions
        .resolve(address)
        .orElseThrow(() ->
            new InvalidValueException(
                "there is no bundle at %s (tagtrail history %s)"
                    .formatted(address, address.alias())));
  }

  private static Descriptor bundle(Address address, Entry entry) {
    var bundle = entry.event().needChange().bundle();
    if (bundle == null) {
      throw new InvalidValueException(
          "at %s the tag was gone: nothing to compare".formatted(address));
    }
    return bundle;
  }

  private Side side(Entry entry, Descriptor bundle) {
    var recorded = recorded(entry);
    var repository = entry.event().needChange().location().repository();
    return switch (insides.look(repository, bundle)) {
      case Looked.Found(var contents) ->
          new Side(
              Inventory.of(
                  bundle.digest(),
                  contents,
                  recorded
                      .map(Inventory::images)
                      .orElseGet(() ->
                          Wanted.of(contents.images()).stream().map(Comparing::unasked).toList())),
              contents);
      case Looked.NoBundle no ->
          throw new InvalidValueException(
              "%s is neither a Flux artifact nor a Helm chart: there is nothing in it to compare"
                  .formatted(Reference.of(repository, bundle.digest())));
      case Looked.Unreadable(var why, var away) ->
          new Side(recorded.orElseThrow(() -> unreadable(entry, why, away)), null);
    };
  }

  private static ImageEntry unasked(Wanted wanted) {
    return wanted.as(State.UNKNOWN, null, null);
  }

  private Optional<Inventory> recorded(Entry entry) {
    var images = entry.event().images();
    if (images == null) {
      return Optional.empty();
    }
    return ledger
        .document(images.digest())
        .flatMap(document -> {
          try {
            return Optional.of(Inventory.read(document.bytes()));
          } catch (JsonException e) {
            // Of a later version, say: the bundle itself still tells.
            return Optional.empty();
          }
        });
  }

  private RegistryException busy(Range range) {
    return new RegistryException(
        RegistryException.Kind.UNAVAILABLE,
        RegistryException.Applied.NO,
        0,
        "%s and %s are not compared: others compare bundles, and there was no room for %d s;"
                .formatted(range.before(), range.after(), patience.toSeconds())
            + " nothing moved; try again",
        null);
  }

  private static RegistryException unreadable(Entry entry, String why, boolean away) {
    return new RegistryException(
        away ? RegistryException.Kind.UNAVAILABLE : RegistryException.Kind.NOT_FOUND,
        RegistryException.Applied.NO,
        0,
        "the bundle of %s#%d cannot be looked into, and nothing of it is recorded: %s"
            .formatted(entry.event().alias(), entry.event().needChange().sequence(), why),
        null);
  }
}
