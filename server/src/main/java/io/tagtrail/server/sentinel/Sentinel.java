package io.tagtrail.server.sentinel;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.flux.event.FluxEvent;
import io.tagtrail.server.hint.Hints;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Watches the tags of all governed aliases: one HEAD an alias and interval, spread evenly, within
/// a budget for each registry, sooner where a hint came. What is as recorded costs the ledger
/// nothing. What differs is looked at again after the registry's settle time, and then given to the
/// path, which alone decides whether it is a move and records it. It may be stopped at any moment:
/// what it began settles like anything else.
public final class Sentinel implements Hints, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sentinel.class);
  private static final long SECOND = 1_000_000_000L;
  private static final long TICK = SECOND / 20;

  /// How many looks are under way at once, at most.
  private static final int AT_ONCE = 256;

  private final Supplier<Ground> ground;
  private final Time time;
  private final LedgerView view = new LedgerView();
  private final RestoreSwitch restoring;
  private final Share share;
  private final LedgerMemory memory;
  private final Agenda agenda;
  private final Looking looking;
  private final AtomicInteger under = new AtomicInteger();
  private final Thread worker;
  private volatile boolean closed;
  private volatile boolean watching;
  private long beaten;
  private boolean begun;
  private boolean followed;
  private boolean away;

  /// Starts watching.
  ///
  /// @param ground what it stands on now, asked for anew each time
  /// @param notes where all sentinels of a ledger find each other
  /// @param desk where people ask about it
  public Sentinel(
      Supplier<Ground> ground,
      Notes notes,
      SentinelDesk desk,
      SentinelListener listener,
      Time time) {
    this.ground = ground;
    this.time = time;
    this.restoring = desk.restoring();
    this.share = new Share(notes, time, UUID.randomUUID().toString());
    this.memory = new LedgerMemory(notes, time::now);
    this.agenda = new Agenda(time, share::isMine);
    this.looking =
        new Looking(
            view,
            agenda,
            new Responder(restoring, share::isWatched, listener),
            listener,
            this::outage,
            time);
    this.worker = Thread.ofVirtual().name("sentinel").unstarted(this::work);
    desk.sits(this);
    worker.start();
  }

  @Override
  public void look(Location location) {
    agenda.hint(location);
  }

  @Override
  public void cluster(String cluster, FluxEvent event) {
    // What a cluster does says nothing about a tag.
  }

  /// Whether it looks by itself.
  public boolean isWatching() {
    return watching;
  }

  /// How many processes share the looking.
  public int processes() {
    return share.processes();
  }

  /// The newest look at each alias that is watched.
  public List<Look> looks() {
    return agenda.looks();
  }

  /// How many aliases are moved outside, as the ledger says.
  public long movedOutside() {
    return view.all().values().stream().filter(Watched::outside).count();
  }

  /// How many aliases this process watches.
  public long watched() {
    return watching ? view.all().keySet().stream().filter(share::isMine).count() : 0;
  }

  /// The age of the oldest of the newest looks of this process, in seconds; 0 where there is none.
  public double oldestLook() {
    var now = time.now();
    return agenda.looks().stream()
        .filter(look -> share.isMine(look.alias()))
        .map(Look::at)
        .filter(java.util.Objects::nonNull)
        .mapToDouble(at -> Duration.between(at, now).toMillis() / 1000.0)
        .max()
        .orElse(0);
  }

  /// Whether bringing back is switched off; also where that cannot be found out.
  public boolean isOff() {
    try {
      return !restoring.state().on();
    } catch (LedgerException e) {
      return true;
    }
  }

  private void work() {
    long refreshed = time.nanos() - SECOND;
    beaten = time.nanos() - Share.EVERY.toNanos();
    while (!closed) {
      long now = time.nanos();
      long wake = now + SECOND;
      try {
        restoring.catchUp();
        var on = ground.get();
        watching = on.config().watch();
        if (watching) {
          beatWhenDue(on);
          if (now - refreshed >= SECOND) {
            refresh(on);
            refreshed = now;
          }
          wake = Math.min(wake, launch(on));
        } else if (begun) {
          // Somebody wants it so: that is a stop in order.
          share.leave();
          begun = false;
        }
      } catch (LedgerException e) {
        outage(e);
      } catch (RuntimeException | Error e) {
        // Also an error: a sentinel that is gone would look like one that finds nothing.
        LOG.error("the sentinel waits", e);
      }
      LockSupport.parkNanos(this, Math.max(TICK, wake - time.nanos()));
    }
  }

  private void beatWhenDue(Ground on) {
    long now = time.nanos();
    if (!begun || now - beaten >= share.every().toNanos()) {
      beat(on);
      beaten = now;
    }
  }

  private void beat(Ground on) {
    if (!begun) {
      memory
          .contradicts(on.ledger().head())
          .ifPresent(what -> off("the ledger went back: " + what));
      begun = true;
    }
    var until = share.beat();
    if (until.isPresent()) {
      off(
          "nobody watched between %s and %s: whoever did before stood still, or did not stop in order"
              .formatted(until.get(), time.now()));
      restoring.catchUp();
      share.noted();
    }
    memory.keep(on.ledger().head());
    if (away) {
      away = false;
      LOG.info("the ledger answers again");
    }
  }

  private void refresh(Ground on) {
    switch (view.refresh(on.ledger(), () -> beatWhenDue(on))) {
      case LedgerView.Refreshed.Same same -> {}
      case LedgerView.Refreshed.Backwards backwards -> {
        followed = false;
        off("the ledger went back: " + backwards.what());
      }
      case LedgerView.Refreshed.Grown grown -> followed = false;
    }
    if (!followed) {
      agenda.follow(view.all().values(), on.config());
      followed = true;
    }
  }

  /// Begins the looks that are due; says when the next one is.
  private long launch(Ground on) {
    while (under.get() < AT_ONCE) {
      var slot = agenda.next(on.config());
      if (slot == null) {
        break;
      }
      under.incrementAndGet();
      Thread.ofVirtual()
          .start(() -> {
            try {
              looking.look(on, slot);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              under.decrementAndGet();
            }
          });
    }
    return agenda.wake();
  }

  /// The ledger did not answer: from now on nothing is brought back until somebody has looked.
  private void outage(LedgerException e) {
    if (closed) {
      return;
    }
    boolean out =
        e.kind() == LedgerException.Kind.UNAVAILABLE
            || e.kind() == LedgerException.Kind.UNKNOWN_OUTCOME;
    if (out) {
      off("the ledger was away at %s: %s".formatted(time.now(), e.getMessage()));
    }
    if (!away) {
      away = true;
      LOG.warn("the sentinel waits for the ledger: {}", e.getMessage());
    }
  }

  private void off(String why) {
    if (restoring.off(why)) {
      LOG.atError()
          .addKeyValue("why", why)
          .log(
              "nothing that is moved outside is brought back any more, until somebody has looked: tagtrail sentinel resume --reason …");
    }
  }

  /// What a test waits for.
  boolean isIdle() {
    return under.get() == 0;
  }

  /// Which alias an agenda knows.
  boolean knows(Alias alias) {
    return view.of(alias).isPresent();
  }

  /// Stops in order: another process takes over.
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(worker);
    try {
      if (!worker.join(Duration.ofSeconds(5))) {
        worker.interrupt();
        worker.join();
      }
      // A look that is under way waits for its settle time: it is not waited for longer than this.
      for (int i = 0; i < 20 && !isIdle(); i++) {
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      // Where it cannot be noted that nothing is to be brought back, this was no stop in order:
      // this process's note stays, and whoever comes next finds out that nobody answers for it.
      restoring.catchUp();
      share.leave();
    } catch (LedgerException e) {
      LOG.warn("the sentinel could not say that it stopped: {}", e.getMessage());
    }
  }
}
