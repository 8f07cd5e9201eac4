package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Commitments;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Stop;
import io.tagtrail.core.ledger.ActiveStop;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Stream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Sets and releases stops: holds on an alias, blocks on a bundle. They touch no registry.
public final class Stops {
  private static final int ATTEMPTS = 16;
  private final Ledger ledger;

  public Stops(Ledger ledger) {
    this.ledger = ledger;
  }

  /// What came of it.
  public sealed interface Result {
    /// It is on record.
    record Recorded(List<Entry> entries) implements Result {
      public Recorded {
        entries = List.copyOf(entries);
      }
    }

    /// The same stop is there already.
    record There(ActiveStop stop) implements Result {}

    /// There is nothing to release.
    record Nothing() implements Result {}
  }

  /// Holds an alias.
  ///
  /// @param scope [Stop.Scope#FORWARD] or [Stop.Scope#ALL]
  /// @param until when it ends by itself; null if somebody has to release it
  public Result hold(Alias alias, Stop.Scope scope, @Nullable Instant until, Actor actor) {
    return record(
        alias.stream(),
        actor,
        EventKind.HOLD,
        () -> {
          var state = ledger.alias(alias);
          var same =
              state.holds().stream()
                  .filter(hold -> hold.scope() == scope && Objects.equals(hold.until(), until))
                  .findFirst();
          return same.isPresent()
              ? new Wanted(state.version(), List.of(), same)
              : new Wanted(
                  state.version(), List.of(new Stop(scope, null, until, null)), Optional.empty());
        });
  }

  /// Releases every hold on an alias.
  public Result unhold(Alias alias, Actor actor) {
    return record(
        alias.stream(),
        actor,
        EventKind.UNHOLD,
        () -> {
          var state = ledger.alias(alias);
          return new Wanted(
              state.version(), releases(state.holds(), hold -> true), Optional.empty());
        });
  }

  /// Blocks a bundle in all environments of an application.
  public Result block(String application, Digest bundle, Actor actor) {
    return record(
        Stream.application(application),
        actor,
        EventKind.BLOCK,
        () -> {
          var state = ledger.application(application);
          var same = state.block(bundle);
          return same.isPresent()
              ? new Wanted(state.version(), List.of(), same)
              : new Wanted(
                  state.version(),
                  List.of(new Stop(Stop.Scope.BUNDLE, bundle, null, null)),
                  Optional.empty());
        });
  }

  /// Releases the block on a bundle.
  public Result unblock(String application, Digest bundle, Actor actor) {
    return record(
        Stream.application(application),
        actor,
        EventKind.UNBLOCK,
        () -> {
          var state = ledger.application(application);
          return new Wanted(
              state.version(),
              releases(state.blocks(), block -> bundle.equals(block.bundle())),
              Optional.empty());
        });
  }

  /// What is to be written over a version; nothing where `there` says that it is done, or where the
  /// list is empty.
  private record Wanted(long version, List<Stop> stops, Optional<ActiveStop> there) {}

  private interface Look {
    Wanted look();
  }

  private static List<Stop> releases(List<ActiveStop> stops, Function<ActiveStop, Boolean> which) {
    return stops.stream()
        .filter(which::apply)
        .map(stop -> new Stop(stop.scope(), stop.bundle(), null, stop.index()))
        .toList();
  }

  private Result record(Stream stream, Actor actor, EventKind kind, Look look) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var wanted = look.look();
      if (wanted.there().isPresent()) {
        return new Result.There(wanted.there().get());
      }
      if (wanted.stops().isEmpty()) {
        return new Result.Nothing();
      }
      var sides = actor.sides();
      var batch = Batch.expecting(stream, wanted.version()).sides(sides);
      for (var stop : wanted.stops()) {
        batch.add(
            Event.of(kind, stream, actor.request())
                .stop(stop)
                .facts(actor.facts())
                .commitments(Commitments.to(sides))
                .build());
      }
      if (ledger.append(batch.build()) instanceof Appended.Committed committed) {
        return new Result.Recorded(committed.entries());
      }
    }
    throw new LedgerException(
        LedgerException.Kind.UNAVAILABLE,
        "others wrote to %s again and again; nothing was changed, try again".formatted(stream));
  }
}
