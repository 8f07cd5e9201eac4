package io.tagtrail.core.promotion;

import io.tagtrail.core.event.Event;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.Outgoing;
import io.tagtrail.core.ledger.TaskKind;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.registry.Referrer;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.core.registry.RegistryException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Works off the outbox: attaches each event to its bundle, after the commit, until that succeeded.
/// A crash between the attaching and the tick in the outbox attaches the same bytes again, which
/// changes nothing.
public final class Delivery {
  /// The artifact type of the record on the bundle.
  public static final String ARTIFACT_TYPE = "application/vnd.tagtrail.event.v1+json";

  private static final Duration FIRST_AGAIN = Duration.ofSeconds(10);
  private static final int LONGEST_DOUBLING = 9;

  private final Ledger ledger;
  private final Time time;
  private final Step.Listener steps;
  private final Map<TaskKind, Carrier> carriers;

  /// Attaches, and leaves what else there is to others.
  public Delivery(Ledger ledger, Registry registry, Time time, Step.Listener steps) {
    this(ledger, time, steps, Map.of(TaskKind.ATTACH, attaching(ledger, registry)));
  }

  /// @param carriers who carries out which kind of task; kinds that are not there are left to
  ///   another process
  public Delivery(Ledger ledger, Time time, Step.Listener steps, Map<TaskKind, Carrier> carriers) {
    this.ledger = ledger;
    this.time = time;
    this.steps = steps;
    this.carriers = new TreeMap<>(carriers);
  }

  /// Carries out one kind of task.
  @FunctionalInterface
  public interface Carrier {
    /// Carries out the task about an entry; again after a crash, which must do no harm.
    ///
    /// @throws UndeliveredException if it has to be tried again
    /// @throws RegistryException likewise
    void carry(Entry entry);

    /// The task is ticked off: nobody asks for it again. A crash in between leaves this out.
    default void done(Entry entry) {}

    /// Carries out the task, and says what kept it from being carried out; null if nothing did.
    /// What no carrier throws on purpose is told by its class alone: its message can hold a secret
    /// of somebody who was to be called.
    ///
    /// @throws LedgerException as it is: nothing can be noted down then
    default @Nullable String problem(Entry entry) {
      try {
        carry(entry);
        return null;
      } catch (RegistryException | UndeliveredException e) {
        return String.valueOf(e.getMessage());
      } catch (LedgerException e) {
        throw e;
      } catch (RuntimeException e) {
        return "it failed unexpectedly (%s)".formatted(e.getClass().getSimpleName());
      }
    }
  }

  /// How it went.
  ///
  /// @param problem what the last failure said; null if there was none
  public record Report(int done, int failed, @Nullable String problem) {}

  /// Tries what is due, oldest first, at most `limit` tasks of each kind: those of one kind wait
  /// for no other kind's.
  public Report run(int limit) {
    int done = 0;
    int failed = 0;
    String problem = null;
    for (var kind : carriers.entrySet()) {
      for (var task : ledger.due(kind.getKey(), time.now(), limit)) {
        var entry = ledger.entry(task.index()).orElseThrow();
        var now = kind.getValue().problem(entry);
        if (now == null) {
          ledger.done(task.index(), task.kind(), time.now());
          kind.getValue().done(entry);
          if (task.kind() == TaskKind.ATTACH) {
            steps.reached(Step.ATTACHED);
          }
          done++;
        } else {
          failed++;
          problem = now;
          ledger.failed(task.index(), task.kind(), problem, time.now().plus(again(task)));
        }
      }
    }
    return new Report(done, failed, problem);
  }

  private static Duration again(Outgoing task) {
    return FIRST_AGAIN.multipliedBy(1L << Math.min(task.attempts(), LONGEST_DOUBLING));
  }

  /// The carrier that attaches each event to its bundle.
  public static Carrier attaching(Ledger ledger, Registry registry) {
    return entry -> {
      var change = entry.event().needChange();
      var bundle = Objects.requireNonNull(change.bundle(), "only what moved is attached");
      registry.attach(
          change.location().repository(),
          bundle,
          new Referrer(
              ARTIFACT_TYPE, record(ledger, entry).canonicalBytes(), annotations(entry.event())));
    };
  }

  /// The record on the bundle: the ledger's name, the entry's index, the event, and the RFC 6962
  /// inclusion proof of the entry in the tree that ends with it (so that the same entry always
  /// gives the same bytes). No personal data: the event has only commitments.
  public static Json record(Ledger ledger, Entry entry) {
    var proof = ledger.inclusion(entry.index(), entry.index() + 1);
    return new ObjectBuilder()
        .put("v", 1L)
        .put("ledger", ledger.head().origin())
        .put("index", entry.index())
        .put("event", entry.event().toJson())
        .putList("proof", proof, (Digest hash) -> new Json.Str(hash.hex()))
        .build();
  }

  private static Map<String, String> annotations(Event event) {
    var change = event.needChange();
    return Map.of(
        "org.opencontainers.image.created", Times.format(event.time()),
        "io.tagtrail.kind", event.kind().label(),
        "io.tagtrail.alias", event.alias().toString(),
        "io.tagtrail.sequence", Long.toString(change.sequence()));
  }
}
