package io.tagtrail.oci.copy;

import io.tagtrail.core.model.Reference;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Writers of one tag take turns within this process. Those of other tags, and so those of other
/// registries, are not held up by one that does not answer.
final class Turns {
  static final Duration LONGEST = Duration.ofSeconds(10);

  private final Map<Reference, Turn> turns = new ConcurrentHashMap<>();
  private final Duration longest;

  Turns(Duration longest) {
    this.longest = longest;
  }

  /// A turn at a tag, to be given back.
  private final class Turn implements Taken {
    private final Reference tag;
    private final ReentrantLock lock = new ReentrantLock();
    // Of those who have it or wait for it; changed within the map's lock of this key only.
    private int wanted;

    Turn(Reference tag) {
      this.tag = tag;
    }

    @Override
    public void close() {
      lock.unlock();
      left(tag);
    }
  }

  /// What is taken; closing it lets the next one in.
  interface Taken extends AutoCloseable {
    @Override
    void close();
  }

  /// @throws RegistryException UNAVAILABLE where the turn does not come in time; nothing is written
  Taken take(Reference tag) {
    var turn =
        Objects.requireNonNull(
            turns.compute(
                tag,
                (key, there) -> {
                  var one = there == null ? new Turn(key) : there;
                  one.wanted++;
                  return one;
                }));
    boolean had = false;
    try {
      had = turn.lock.tryLock(longest.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("the wait for %s was interrupted".formatted(tag), e);
    } finally {
      if (!had) {
        left(tag);
      }
    }
    if (!had) {
      throw unavailable(
          "%s is being written by another of this process for more than %d ms; nothing was written"
              .formatted(tag, longest.toMillis()),
          null);
    }
    return turn;
  }

  /// Tags that somebody has or waits for.
  int held() {
    return turns.size();
  }

  private void left(Reference tag) {
    turns.computeIfPresent(tag, (_, turn) -> --turn.wanted == 0 ? null : turn);
  }

  private static RegistryException unavailable(String what, @Nullable Throwable cause) {
    return new RegistryException(Kind.UNAVAILABLE, Applied.NO, 0, what, cause);
  }
}
