package io.tagtrail.flux.kube;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Keeps a [Mirror] of one kind: lists, then watches on from there, for as long as it is open. It
/// lists again where the cluster says that the place to go on from is gone (410), and pauses longer
/// from failure to failure.
public final class Reflector implements AutoCloseable {
  /// After so many watches that failed in a row it is listed again, whatever they said.
  private static final int FAILURES = 3;

  private final KubeClient client;
  private final Mirror mirror;
  private final WatchSettings settings;
  private final InstantSource clock;
  private final Runnable changed;
  private final Thread thread;
  private final Semaphore hint = new Semaphore(0);
  private volatile boolean closed;
  private @Nullable Watch open;
  private int failures;

  /// @param changed called after each change of the mirror, from this reflector's thread
  public Reflector(
      KubeClient client,
      Mirror mirror,
      WatchSettings settings,
      InstantSource clock,
      Runnable changed) {
    this.client = client;
    this.mirror = mirror;
    this.settings = settings;
    this.clock = clock;
    this.changed = changed;
    this.thread = Thread.ofVirtual().name("watch " + mirror.kind().plural()).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  private void run() {
    try {
      while (!closed) {
        round();
      }
    } catch (InterruptedException e) {
      // Closed: the thread ends.
      Thread.currentThread().interrupt();
    }
  }

  private void round() throws InterruptedException {
    try {
      switch (client.list(mirror.kind())) {
        case Listing.Objects listed -> {
          mirror.replaced(listed.objects(), listed.leftOut(), clock.instant());
          changed.run();
          follow(listed.version(), listed.resourceVersion());
        }
        case Listing.Missing missing -> absent(missing.why(), false);
        case Listing.Forbidden forbidden -> absent(forbidden.why(), true);
      }
    } catch (KubeException e) {
      trouble(e);
    }
  }

  private void absent(String why, boolean forbidden) throws InterruptedException {
    mirror.absent(why, forbidden, clock.instant());
    changed.run();
    failures = 0;
    pause(settings.absent());
  }

  /// Watches until it must be listed again.
  private void follow(String version, String from) throws InterruptedException {
    var at = from;
    while (!closed) {
      long began = System.nanoTime();
      try {
        at = watched(version, at);
        failures = 0;
      } catch (Gone e) {
        failures = 0;
        return;
      } catch (Broken e) {
        at = e.at;
        if (e.cause.isGone()) {
          failures = 0;
          return;
        }
        if (e.heard) {
          failures = 0;
        }
        trouble(e.cause);
        if (failures >= FAILURES) {
          return;
        }
      }
      // A cluster that ends each watch at once is not to be asked without a pause.
      if (System.nanoTime() - began < settings.least().toNanos()) {
        pause(jittered(settings.least()));
      }
      if (!mirror.leftOut().isEmpty()) {
        // There may be room for them by now, of which no event tells.
        return;
      }
    }
  }

  /// One watch from beginning to end.
  ///
  /// @return where to go on from
  private String watched(String version, String from) throws Gone, Broken {
    var at = from;
    boolean heard = false;
    try (var watch = opened(client.watch(mirror.kind(), version, from))) {
      if (closed) {
        return at;
      }
      mirror.following(clock.instant());
      changed.run();
      for (var event = watch.next(); event != null; event = watch.next()) {
        heard = true;
        boolean news =
            switch (event) {
              case WatchEvent.Set set -> mirror.set(set.object(), clock.instant());
              case WatchEvent.Removed removed -> mirror.removed(removed.object(), clock.instant());
              case WatchEvent.Bookmark mark -> {
                mirror.heard(clock.instant());
                yield false;
              }
              case WatchEvent.Failed failed -> {
                if (failed.isGone()) {
                  throw new Gone();
                }
                throw new KubeException(
                    failed.code(),
                    "the watch of %s was ended with %d: %s"
                        .formatted(mirror.kind().plural(), failed.code(), failed.reason()),
                    null);
              }
            };
        at = after(event, at);
        if (news) {
          changed.run();
        }
      }
      return at;
    } catch (KubeException e) {
      if (e.getCause() instanceof PatientStream.SilentException) {
        // No failure yet: whether the cluster is still there is seen when it is asked again.
        return at;
      }
      throw new Broken(e, at, heard);
    } catch (IOException e) {
      throw new Broken(
          new KubeException(0, "the watch cannot be closed: " + e.getMessage(), e), at, heard);
    }
  }

  /// Where a watch goes on from: the newest version that was seen, whatever order events come in.
  private static String after(WatchEvent event, String at) {
    var version =
        switch (event) {
          case WatchEvent.Set set -> set.object().resourceVersion();
          case WatchEvent.Removed removed -> removed.object().resourceVersion();
          case WatchEvent.Bookmark mark -> mark.resourceVersion();
          case WatchEvent.Failed failed -> "";
        };
    if (version.isEmpty()) {
      return at;
    }
    boolean numbers = version.matches("[0-9]{1,18}") && at.matches("[0-9]{1,18}");
    return numbers && Long.parseLong(version) < Long.parseLong(at) ? at : version;
  }

  private synchronized Watch opened(Watch watch) {
    open = watch;
    return watch;
  }

  private void trouble(KubeException e) throws InterruptedException {
    if (closed) {
      return;
    }
    failures++;
    mirror.trouble(String.valueOf(e.getMessage()), clock.instant());
    changed.run();
    var doubled = settings.least().multipliedBy(1L << Math.min(failures - 1, 10));
    var pause = doubled.compareTo(settings.most()) > 0 ? settings.most() : doubled;
    var asked = e.retryAfter();
    pause(asked != null && asked.compareTo(pause) > 0 ? asked : jittered(pause));
  }

  /// Between half and the whole of it: many watchers must not come back at once.
  private static Duration jittered(Duration pause) {
    long millis = Math.max(2, pause.toMillis());
    return Duration.ofMillis(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2 + 1));
  }

  /// Ends a pause between failures, or between looks at what is absent.
  public void look() {
    if (hint.availablePermits() == 0) {
      hint.release();
    }
  }

  /// No hint makes a cluster be asked more often than after the least pause.
  private void pause(Duration pause) throws InterruptedException {
    if (closed) {
      return;
    }
    var least = pause.compareTo(settings.least()) < 0 ? pause : settings.least();
    Thread.sleep(least);
    if (hint.tryAcquire(pause.minus(least).toNanos(), TimeUnit.NANOSECONDS)) {
      hint.drainPermits();
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    Watch watch;
    synchronized (this) {
      watch = open;
    }
    if (watch != null) {
      try {
        watch.close();
      } catch (IOException e) {
        // It is over either way.
      }
    }
  }

  private static final class Gone extends Exception {}

  private static final class Broken extends Exception {
    private final KubeException cause;
    private final String at;
    private final boolean heard;

    Broken(KubeException cause, String at, boolean heard) {
      super(cause);
      this.cause = cause;
      this.at = at;
      this.heard = heard;
    }
  }
}
