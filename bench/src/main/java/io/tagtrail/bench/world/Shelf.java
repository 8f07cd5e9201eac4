package io.tagtrail.bench.world;

import io.tagtrail.bench.measure.Callers;
import io.tagtrail.core.model.Repository;
import io.tagtrail.testkit.registry.Artifacts;
import io.tagtrail.testkit.registry.Bundle;
import io.tagtrail.testkit.registry.RawPusher;
import java.net.URI;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// New bundles for several callers, in repositories of their own: one that Tagtrail governs, one
/// that nobody does. Bundles are pushed before they are needed and handed out once.
public final class Shelf {
  private static final int PUSHERS = 4;

  private final String host;
  private final int callers;
  private final boolean beside;
  private final AtomicIntegerArray governed;
  private final AtomicIntegerArray bare;
  private int stocked;

  /// @param beside whether there are bundles to tag without Tagtrail too
  public Shelf(String host, int callers, boolean beside) {
    this.host = host;
    this.callers = callers;
    this.beside = beside;
    this.governed = new AtomicIntegerArray(callers);
    this.bare = new AtomicIntegerArray(callers);
  }

  /// The application of a caller.
  public static String application(int caller) {
    return "app-" + caller;
  }

  public Repository bare(int caller) {
    return new Repository(host, "bare/" + application(caller));
  }

  /// Pushes more for each caller.
  public void stock(int more) throws Exception {
    int first = stocked + 1;
    Callers.run(
        PUSHERS,
        1,
        pusher -> {
          var to = new RawPusher(URI.create("http://" + host));
          for (int each = pusher; each < callers * more; each += PUSHERS) {
            int caller = each % callers;
            var bundle = Artifacts.sample(first + each / callers);
            to.push(new Repository(host, ServerHome.repository(application(caller))), bundle);
            if (beside) {
              to.push(bare(caller), bundle);
            }
          }
        });
    stocked += more;
  }

  /// The next bundle that a caller promotes.
  public Bundle governed(int caller) {
    return Artifacts.sample(next(governed, caller));
  }

  /// The number of the next bundle that a caller tags itself.
  public int bareNumber(int caller) {
    return next(bare, caller);
  }

  private int next(AtomicIntegerArray taken, int caller) {
    int number = taken.incrementAndGet(caller);
    if (number > stocked) {
      throw new IllegalStateException("the shelf of caller " + caller + " is empty");
    }
    return number;
  }
}
