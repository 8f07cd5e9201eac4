package io.tagtrail.server.signing;

import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// How long the signing of a move, or a look at signatures, may take. A move has a deadline, and a
/// rollback must go on without a signature while there is still time to send it.
record Patience(Duration time) {
  static final Duration LONGEST = Duration.ofSeconds(10);

  /// Half of what the authorisation leaves, ten seconds at most.
  static Patience of(Entry authorisation) {
    var intent = authorisation.event().intent();
    if (intent == null) {
      return new Patience(LONGEST);
    }
    var half = Duration.between(authorisation.event().time(), intent.deadline()).dividedBy(2);
    return new Patience(half.compareTo(LONGEST) < 0 ? half : LONGEST);
  }

  /// Runs the work. What is not done in time is left to itself: it may end what it sends, and sends
  /// nothing more, since the move may be closed by then.
  ///
  /// @param work is given what it asks before each write, which throws when the time was over
  /// @throws RegistryException whatever the reason is
  void run(Consumer<Runnable> work) {
    var done = new CompletableFuture<Void>();
    var over = new AtomicBoolean();
    Thread.ofVirtual()
        .name("signing")
        .start(() -> {
          try {
            work.accept(() -> {
              if (over.get()) {
                throw new RegistryException(
                    Kind.UNAVAILABLE, Applied.NO, 0, "the time for it was over", null);
              }
            });
            done.complete(null);
          } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
          }
        });
    try {
      done.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      over.set(true);
      throw failed(Kind.UNAVAILABLE, "it took longer than " + time.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RegistryException known) {
        throw new RegistryException(
            known.kind(),
            known.applied(),
            known.status(),
            String.valueOf(known.getMessage()),
            known);
      }
      // A defect, and still no reason to stop a rollback in the middle: its intent would stay open.
      throw failed(Kind.REJECTED, "it failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      over.set(true);
      Thread.currentThread().interrupt();
      throw failed(Kind.UNAVAILABLE, "it was interrupted", e);
    }
  }

  /// Asks. What is not answered in time is interrupted and left.
  ///
  /// @throws RegistryException if there is no answer in time; what the question throws is thrown as
  ///   it is
  <T> T ask(Supplier<T> question) {
    var task = new FutureTask<T>(question::get);
    Thread.ofVirtual().name("looking").start(task);
    try {
      return task.get(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw failed(
          Kind.UNAVAILABLE,
          "the registry did not answer in time (%d ms)".formatted(time.toMillis()),
          e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException known -> throw known;
        case Error known -> throw known;
        case null, default -> throw new IllegalStateException(e.getCause());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(Kind.UNAVAILABLE, "it was interrupted", e);
    } finally {
      task.cancel(true);
    }
  }

  private static RegistryException failed(Kind kind, String what, Throwable cause) {
    return new RegistryException(kind, Applied.UNKNOWN, 0, what, cause);
  }
}
