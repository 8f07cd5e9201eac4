package io.tagtrail.gateway.embedded;

import io.tagtrail.gateway.protocol.RepositoryName;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// One change of manifests and tags at a time in each repository. A fixed number of locks: names
/// come from outside, and a lock for each would grow without end.
final class RepositoryLocks {
  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);

  <T> T locked(RepositoryName name, Supplier<T> change) {
    var lock = locks[Math.floorMod(name.hashCode(), locks.length)];
    lock.lock();
    try {
      return change.get();
    } finally {
      lock.unlock();
    }
  }
}
