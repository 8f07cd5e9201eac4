package io.tagtrail.server.nudge;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Delivery;
import io.tagtrail.core.promotion.UndeliveredException;
import io.tagtrail.flux.receiver.Answered;
import io.tagtrail.flux.receiver.Caller;
import io.tagtrail.flux.receiver.Nudge;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.config.FluxConfig;
import io.tagtrail.server.config.ReceiverConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Tells receivers of an event, all at once: one that is dead holds up no other. What was told
/// already is not told again by this process; after a restart it may be, which does no harm,
/// because whoever is told only looks.
public final class Nudger implements Delivery.Carrier, AutoCloseable {
  /// After that long Flux has looked by itself, however seldom it does.
  static final Duration HORIZON = Duration.ofHours(24);

  private final Supplier<FluxConfig> config;
  private final Map<String, String> env;
  private final Ledger ledger;
  private final InstantSource clock;
  private final NudgeListener listener;
  private final Caller caller = new Caller();
  private final Pauses pauses = new Pauses();
  private final Told told = new Told();
  private volatile @Nullable String origin;

  /// @param config asked anew for each event
  public Nudger(
      Supplier<FluxConfig> config,
      Map<String, String> env,
      Ledger ledger,
      InstantSource clock,
      NudgeListener listener) {
    this.config = config;
    this.env = Map.copyOf(env);
    this.ledger = ledger;
    this.clock = clock;
    this.listener = listener;
  }

  /// Whether anybody is told when an alias moved.
  public static boolean anybody(FluxConfig config, Alias alias) {
    return config.receivers().stream().anyMatch(receiver -> receiver.takes(alias));
  }

  /// Tells everybody who was not told yet.
  ///
  /// @throws UndeliveredException if somebody could not be told
  @Override
  public void carry(Entry entry) {
    var event = entry.event();
    var book = new ReceiverBook(config.get(), env);
    var receivers = book.of(event.alias());
    if (event.kind() == EventKind.ADOPTION || receivers.isEmpty()) {
      // An adoption writes nothing: the tag is where it was.
      return;
    }
    var dropped = dropped(entry);
    if (dropped != null) {
      receivers.forEach(receiver -> heard(receiver, dropped, entry));
      return;
    }
    var body = Nudge.of(origin(), entry).body();
    var problems = tell(book, receivers, entry, body);
    if (!problems.isEmpty()) {
      throw new UndeliveredException(String.join("; ", problems), null);
    }
  }

  /// Not before: where the tick fails, those who were told are not told again.
  @Override
  public void done(Entry entry) {
    told.forget(entry.index());
  }

  /// The ledger's name, which never changes.
  private String origin() {
    var known = origin;
    if (known == null) {
      known = ledger.head().origin();
      origin = known;
    }
    return known;
  }

  /// Why nobody has to be told any more; null where somebody has.
  private @Nullable String dropped(Entry entry) {
    var now = ledger.alias(entry.event().alias()).observedDigest();
    if (!Objects.equals(now, entry.event().needChange().digest())) {
      // The newer event has a task of its own; whoever looks now would not see this one.
      return "superseded";
    }
    return clock.instant().isAfter(entry.event().time().plus(HORIZON)) ? "expired" : null;
  }

  private List<String> tell(
      ReceiverBook book, List<ReceiverConfig> receivers, Entry entry, byte[] body) {
    var calls = new ArrayList<FutureTask<@Nullable String>>();
    for (var receiver : receivers) {
      if (!told.contains(entry.index(), receiver.name())) {
        Callable<@Nullable String> one = () -> tell(book, receiver, entry, body);
        var call = new FutureTask<@Nullable String>(one);
        Thread.ofVirtual().name("nudge-" + receiver.name()).start(call);
        calls.add(call);
      }
    }
    var problems = new ArrayList<String>();
    for (var call : calls) {
      try {
        var problem = call.get();
        if (problem != null) {
          problems.add(problem);
        }
      } catch (InterruptedException e) {
        calls.forEach(each -> each.cancel(true));
        Thread.currentThread().interrupt();
        problems.add("interrupted before every receiver was told");
        return problems;
      } catch (ExecutionException e) {
        problems.add("a receiver could not be told: " + kind(e.getCause()));
      }
    }
    return problems;
  }

  /// What kept this receiver from being told; null if nothing.
  private @Nullable String tell(
      ReceiverBook book, ReceiverConfig receiver, Entry entry, byte[] body)
      throws InterruptedException {
    var pause = pauses.why(receiver.name(), clock.instant());
    if (pause != null) {
      return pause;
    }
    Answered answered;
    try {
      answered = caller.call(book.open(receiver), body);
    } catch (ConfigException e) {
      answered = new Answered.Away(String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // As of a token that can stand in no header. The message quotes it.
      answered =
          new Answered.Away("%s could not be called: %s".formatted(receiver.name(), kind(e)));
    }
    return switch (answered) {
      case Answered.Taken _ -> {
        pauses.answered(receiver.name());
        told.add(entry.index(), receiver.name());
        heard(receiver, "taken", entry);
        yield null;
      }
      case Answered.Refused(int _, String why) -> {
        // It answers, so that it holds nobody up.
        pauses.answered(receiver.name());
        heard(receiver, "refused", entry);
        yield why;
      }
      case Answered.Away(String why) -> {
        pauses.away(receiver.name(), clock.instant(), why);
        heard(receiver, "away", entry);
        yield why;
      }
    };
  }

  /// What failed, without its message, which can quote a secret.
  private static String kind(@Nullable Throwable failure) {
    return failure == null ? "unknown" : failure.getClass().getSimpleName();
  }

  private void heard(ReceiverConfig receiver, String result, Entry entry) {
    var since = Duration.between(entry.event().time(), clock.instant());
    listener.nudged(receiver.name(), result, Math.max(0, since.toNanos() / 1e9));
  }

  @Override
  public void close() {
    caller.close();
  }
}
