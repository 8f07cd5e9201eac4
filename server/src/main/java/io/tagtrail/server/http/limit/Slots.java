package io.tagtrail.server.http.limit;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// So many at once; whoever finds all taken waits a little, and is then told that it is too much.
public final class Slots {
  private final Semaphore free;
  private final long waitMillis;
  private final int queue;

  /// @param queue how many may wait
  public Slots(int most, int queue, long waitMillis) {
    this.free = new Semaphore(most, true);
    this.queue = queue;
    this.waitMillis = waitMillis;
  }

  /// A slot that is given back by closing it; taken or not.
  public final class Taken implements AutoCloseable {
    private final boolean got;

    private Taken(boolean got) {
      this.got = got;
    }

    public boolean got() {
      return got;
    }

    @Override
    public void close() {
      if (got) {
        free.release();
      }
    }
  }

  public Taken take() throws InterruptedException {
    if (free.tryAcquire()) {
      return new Taken(true);
    }
    boolean room = free.getQueueLength() < queue;
    return new Taken(room && free.tryAcquire(waitMillis, TimeUnit.MILLISECONDS));
  }
}
