package io.tagtrail.server.inside;

import io.tagtrail.bundle.inventory.ImageEntry;
import io.tagtrail.bundle.inventory.ImageEntry.State;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Reference;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.config.Globs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Asks registries whether images are there, and what their tags mean: HEAD requests, a few at
/// once, for so long and no longer. What did not answer in time is unknown.
final class Images {
  private static final int AT_ONCE = 8;

  private final Registry registry;
  private final Predicate<String> asked;
  private final List<String> ignored;
  private final LongSupplier nanos;
  private final Heads heads;
  private final Silence silence;

  /// @param asked whether a registry, by its host, may be asked
  /// @param ignored globs of images
  Images(Registry registry, Predicate<String> asked, List<String> ignored, LongSupplier nanos) {
    this.registry = registry;
    this.asked = asked;
    this.ignored = List.copyOf(ignored);
    this.nanos = nanos;
    this.heads = new Heads(nanos);
    this.silence = new Silence(nanos);
  }

  /// What is known of each, in the same order.
  ///
  /// @param again whether registries are asked that did not answer a moment ago
  List<ImageEntry> find(List<Wanted> all, Duration patience, boolean again) {
    // The registries that somebody waits for at the end are the silent ones.
    Set<String> open = ConcurrentHashMap.newKeySet();
    long until = nanos.getAsLong() + patience.toNanos();
    var room = new Semaphore(AT_ONCE);
    var threads = Executors.newVirtualThreadPerTaskExecutor();
    try {
      var waiting = new ArrayList<Future<ImageEntry>>();
      for (var wanted : all) {
        waiting.add(
            threads.submit(() -> {
              room.acquire();
              try {
                return find(wanted, again, open);
              } finally {
                room.release();
              }
            }));
      }
      var found = new ArrayList<ImageEntry>();
      for (int i = 0; i < waiting.size(); i++) {
        found.add(result(all.get(i), waiting.get(i), until, patience));
      }
      open.forEach(silence::silent);
      return found;
    } finally {
      // What is still under way is given up, and not waited for.
      threads.shutdownNow();
    }
  }

  private ImageEntry result(
      Wanted wanted, Future<ImageEntry> future, long until, Duration patience) {
    try {
      return future.get(Math.max(0, until - nanos.getAsLong()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException | CancellationException e) {
      return wanted.as(
          State.UNKNOWN,
          wanted.recorded(),
          "no answer within the %d ms for all images".formatted(patience.toMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return wanted.as(State.UNKNOWN, wanted.recorded(), "interrupted");
    } catch (ExecutionException e) {
      // A password that is nowhere, say: of a registry that is not the bundle's.
      var cause = e.getCause() == null ? e : e.getCause();
      return wanted.as(State.UNKNOWN, wanted.recorded(), String.valueOf(cause.getMessage()));
    }
  }

  private ImageEntry find(Wanted wanted, boolean again, Set<String> open) {
    var image = wanted.image();
    if (ignored.stream().anyMatch(glob -> Globs.matches(glob, image))) {
      return wanted.as(State.IGNORED, null, "inside.ignore");
    }
    if (image.indexOf('$') >= 0 || image.indexOf('{') >= 0) {
      return wanted.as(State.UNKNOWN, null, "it holds a variable that is filled in elsewhere");
    }
    Reference reference;
    try {
      reference = Reference.parse(image);
    } catch (InvalidValueException e) {
      return wanted.as(State.UNKNOWN, null, String.valueOf(e.getMessage()));
    }
    var host = reference.repository().registry();
    if (!asked.test(host)) {
      return wanted.as(State.UNKNOWN, reference.digest(), NOT_ASKED.formatted(host));
    }
    if (!again && silence.isSilent(host)) {
      return wanted.as(State.UNKNOWN, reference.digest(), host + " did not answer a moment ago");
    }
    open.add(host);
    try {
      var found = ask(wanted, reference);
      open.remove(host);
      silence.heard(host);
      return found;
    } catch (RegistryException e) {
      open.remove(host);
      if (e.kind() == RegistryException.Kind.UNAVAILABLE) {
        silence.silent(host);
      }
      return wanted.as(State.UNKNOWN, reference.digest(), String.valueOf(e.getMessage()));
    }
  }

  /// Begins with these words, so that what was not asked can be told from what did not answer.
  static final String NOT_ASKED = "not asked: %s is not under inside.ask";

  static boolean isNotAsked(ImageEntry entry) {
    var why = entry.why();
    return why != null && why.startsWith("not asked: ");
  }

  private ImageEntry ask(Wanted wanted, Reference reference) {
    var known = heads.get(reference);
    var digest = known.orElseGet(() -> head(reference));
    if (digest != null) {
      heads.put(reference, digest);
      return wanted.as(State.PRESENT, digest, moved(wanted, digest));
    }
    if (wanted.recorded() != null) {
      return wanted.as(
          State.GONE, null, "it was %s, and is not there any more".formatted(wanted.recorded()));
    }
    if (wanted.guessed()) {
      return wanted.as(
          State.UNKNOWN, null, "not there; but only convention says that this is its tag");
    }
    // A registry may say 404 of what it does not show: one that shows other tags shows this one.
    return registry.tags(reference.repository()).isEmpty()
        ? wanted.as(
            State.UNKNOWN,
            null,
            "neither it nor any tag of its repository is there, or may be seen with these"
                + " credentials")
        : wanted.as(State.GONE, null, "not in its repository, which answers");
  }

  private @Nullable Digest head(Reference reference) {
    return registry.head(reference).map(found -> found.digest()).orElse(null);
  }

  private static @Nullable String moved(Wanted wanted, Digest now) {
    var then = wanted.recorded();
    return then == null || then.equals(now)
        ? null
        : "its tag means %s:%s now; it meant %s:%s when it was recorded"
            .formatted(now.algorithm(), now.shortHex(), then.algorithm(), then.shortHex());
  }
}
