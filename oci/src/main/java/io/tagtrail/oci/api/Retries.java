package io.tagtrail.oci.api;

import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.function.Supplier;

/// More tries for writes that name their content by digest, and so can be repeated. Never for a
/// tag.
final class Retries {
  private static final int TRIES = 3;
  private static final Duration PAUSE = Duration.ofMillis(300);

  private Retries() {}

  static <T> T of(Supplier<T> work) {
    for (int i = 1; ; i++) {
      try {
        return work.get();
      } catch (RegistryException e) {
        // A 401 once: the token ran out on the way, and the next try fetches a fresh one.
        boolean helps = e.kind() == Kind.UNAVAILABLE || (e.status() == 401 && i == 1);
        if (i == TRIES || !helps) {
          throw e;
        }
        try {
          Thread.sleep(PAUSE.multipliedBy(i));
        } catch (InterruptedException interrupted) {
          Thread.currentThread().interrupt();
          throw e;
        }
      }
    }
  }
}
