package io.tagtrail.bench.world;

import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.store.LedgerSettings;
import io.tagtrail.store.Ledgers;
import io.tagtrail.testkit.ledger.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;

/// 60 days of promotions, of the same shape at every length: one alias always has as many moves
/// ([#USUAL]), one has a tenth of all, a hundred others share the rest.
///
/// @param entries how many
/// @param seed which alias moves when
public record LongStory(long entries, long seed) {
  public static final Alias USUAL = Alias.parse("shop/prod");
  public static final Alias BUSY = Alias.parse("busy/prod");
  private static final int USUAL_MOVES = 40;
  private static final int OTHERS = 100;
  private static final int KEPT = 10_000;
  private static final Duration SPAN = Duration.ofDays(60);

  /// What the two aliases promote, and to where.
  public interface Bundles {
    /// @param bundle counted from 1 in each alias
    Document manifest(Alias alias, int bundle);

    Location location(Alias alias);
  }

  /// Bundles that are in no registry.
  public static Bundles unreal() {
    return new Bundles() {
      @Override
      public Document manifest(Alias alias, int bundle) {
        return Events.manifest(bundle);
      }

      @Override
      public Location location(Alias alias) {
        return Events.location(alias);
      }
    };
  }

  /// What was filled in.
  ///
  /// @param usual the newest bundle of [#USUAL]
  /// @param busy the newest bundle of [#BUSY]
  /// @param others moves of the others, from all of the time
  public record Told(int usual, int busy, List<Other> others) {}

  /// A move of another alias.
  ///
  /// @param number names its run, its commit, its release and its bundle
  public record Other(Alias alias, long number) {}

  /// Makes a ledger and fills it.
  ///
  /// @param progress told how many entries there are, now and then
  public Told fill(LedgerSettings place, Bundles bundles, LongConsumer progress) {
    var random = new Random(seed);
    var clock = new AtomicReference<>(Instant.now().minus(SPAN));
    int usual = 0;
    int busy = 0;
    var others = new ArrayList<Other>();
    try (var ledger = Ledgers.create(place, "bench.example/long", clock::get)) {
      var filler = new Filler(ledger);
      var step = SPAN.minusHours(1).dividedBy(entries);
      long every = Math.max(1, entries / 2 / USUAL_MOVES);
      long keep = Math.max(1, entries / 2 / KEPT);
      long said = 0;
      for (long move = 0; filler.size() < entries; move++) {
        var now = clock.get().plus(step).plus(step);
        clock.set(now);
        if (move % every == 0 && usual < USUAL_MOVES) {
          usual++;
          filler.move(USUAL, bundles.location(USUAL), bundles.manifest(USUAL, usual), usual, now);
        } else if (random.nextInt(10) == 0) {
          busy++;
          filler.move(BUSY, bundles.location(BUSY), bundles.manifest(BUSY, busy), busy, now);
        } else {
          int other = random.nextInt(OTHERS);
          var alias = new Alias("app-" + other / 2, other % 2 == 0 ? "dev" : "prod");
          filler.move(alias, Events.location(alias), Events.manifest(move), move, now);
          if (move % keep == 0) {
            others.add(new Other(alias, move));
          }
        }
        if (filler.size() - said >= 100_000) {
          said = filler.size();
          progress.accept(said);
        }
      }
      filler.flush();
    }
    return new Told(usual, busy, others);
  }
}
