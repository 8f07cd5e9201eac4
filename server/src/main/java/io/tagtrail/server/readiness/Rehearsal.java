package io.tagtrail.server.readiness;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.ledger.Notes.Note;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.policy.Examiner;
import io.tagtrail.core.policy.Policy;
import io.tagtrail.core.promotion.Time;
import io.tagtrail.core.registry.Registry;
import io.tagtrail.server.readiness.Noting.Said;
import io.tagtrail.server.readiness.TargetState.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Looks at aliases, records what is lost, and keeps what it found as notes, so that a look that
/// was broken off goes on where it stopped, in this process or in another.
public final class Rehearsal {
  private static final String TOPIC = "readiness";
  private static final String ROUNDS = "readiness.round";
  private static final String LAST = "last";
  private static final String LOOKER = "looker";

  /// What clocks may differ by without anybody's noticing.
  private static final Duration SKEW = Duration.ofMinutes(1);

  private final Ledger ledger;
  private final Notes notes;
  private final Policy policy;
  private final Supplier<Registry> rounds;
  private final int atOnce;
  private final Time time;
  private final Looker looker;
  private final Losses losses;

  public Rehearsal(Ledger ledger, Policy policy, Examiner examiner, Means means, Time time) {
    this.ledger = ledger;
    this.notes = means.notes();
    this.policy = policy;
    this.rounds = means.rounds();
    this.atOnce = means.atOnce();
    this.time = time;
    this.looker = new Looker(ledger, examiner);
    this.losses = new Losses(ledger, this.notes);
  }

  /// What was found by a round.
  ///
  /// @param looked those that were looked at
  /// @param recorded how many losses were recorded
  public record Round(List<Looked> looked, int recorded) {
    public Round {
      looked = List.copyOf(looked);
    }
  }

  /// The aliases that Tagtrail governs.
  public List<Alias> governed() {
    return ledger.aliases().stream().filter(alias -> ledger.alias(alias).isGoverned()).toList();
  }

  /// Those of the governed aliases that nobody looked at since a time, or since their last change;
  /// the ones that were looked at longest ago first. A look that is still to come is of a clock
  /// that was ahead, and counts for none.
  public List<Alias> due(Instant since) {
    var waiting = new ArrayList<Waiting>();
    var now = time.now();
    for (var alias : governed()) {
      var last = last(alias);
      if (last.isEmpty() || isToCome(last.get().time(), now)) {
        waiting.add(new Waiting(alias, Instant.EPOCH));
      } else if (last.get().time().isBefore(since)
          || last.get().version() != version(alias, last.get())) {
        waiting.add(new Waiting(alias, last.get().time()));
      }
    }
    waiting.sort(java.util.Comparator.comparing(Waiting::last));
    return waiting.stream().map(Waiting::alias).toList();
  }

  private static boolean isToCome(Instant at, Instant now) {
    return at.isAfter(now.plus(SKEW));
  }

  private record Waiting(Alias alias, Instant last) {}

  /// The alias's newest entry; that of the look where only a loss was recorded since.
  private long version(Alias alias, Looked last) {
    var state = ledger.alias(alias);
    var head = state.observed();
    return head != null && head.index() > last.version() ? state.version() : last.version();
  }

  /// Looks at aliases in one round. A loss is believed when it is seen again after the time in
  /// which a registry settles.
  ///
  /// @param stopped asked before each alias; what was not begun by then is left
  /// @throws InterruptedException if the thread is interrupted; what was found by then is kept
  public Round look(Collection<Alias> aliases, BooleanSupplier stopped)
      throws InterruptedException {
    var registry = rounds.get();
    var looks = new ArrayList<Looker.Look>();
    var running = new ArrayList<Future<Looker.@Nullable Look>>();
    var room = new java.util.concurrent.Semaphore(atOnce);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var alias : aliases) {
        room.acquire();
        if (stopped.getAsBoolean()) {
          room.release();
          break;
        }
        running.add(
            threads.submit(() -> {
              try {
                return looked(alias, registry);
              } finally {
                room.release();
              }
            }));
      }
      for (var each : running) {
        var look = each.get();
        if (look != null) {
          looks.add(look);
        }
      }
    } catch (ExecutionException e) {
      throw rethrown(e);
    }
    return confirmed(looks);
  }

  private static RuntimeException rethrown(ExecutionException e) {
    return switch (e.getCause()) {
      case RuntimeException cause -> cause;
      case Error cause -> throw cause;
      case null, default -> new IllegalStateException(e);
    };
  }

  /// A look at one alias. Where nothing seems lost it is kept at once: that it was made is not to
  /// wait for others.
  private Looker.@Nullable Look looked(Alias alias, Registry registry) {
    var state = ledger.alias(alias);
    if (!state.isGoverned()) {
      return null;
    }
    var look = looker.look(state, policy.rulesOrUsual(alias), registry, time.now());
    if (look.suspects().isEmpty()) {
      keep(look.looked());
    }
    return look;
  }

  private Round confirmed(List<Looker.Look> looks) throws InterruptedException {
    var settle =
        looks.stream()
            .filter(look -> !look.suspects().isEmpty())
            .map(look -> policy.rulesOrUsual(look.state().alias()).timing().settle())
            .max(java.time.Duration::compareTo);
    if (settle.isPresent()) {
      time.pause(settle.get());
    }
    // A round of its own: what the first one remembers is what is in doubt.
    var again = settle.isPresent() ? rounds.get() : null;
    var all = new ArrayList<Looked>();
    int recorded = 0;
    for (var look : looks) {
      var alias = look.state().alias();
      var rules = policy.rulesOrUsual(alias);
      var cleared = new ArrayList<io.tagtrail.core.policy.Tenure>();
      for (var suspect : look.suspects()) {
        if (!looker.lost(look.state(), rules, suspect, Objects.requireNonNull(again))) {
          cleared.add(suspect);
        } else if (losses.lost(look.state(), suspect.digest(), time.now())) {
          recorded++;
        }
      }
      var looked = look.looked();
      if (!cleared.isEmpty()) {
        // The registry changed its mind: what it says now is looked at as a whole.
        looked =
            looker.look(look.state(), rules, Objects.requireNonNull(again), time.now()).looked();
      }
      looked = withFound(looked);
      keep(looked);
      all.add(looked);
    }
    return new Round(all, recorded);
  }

  /// The look, with the bundles that were lost and are whole again.
  private Looked withFound(Looked looked) {
    var found =
        looked
            .all()
            .filter(each -> each.state() == State.READY)
            .filter(each -> losses.whole(looked.alias(), each.digest(), looked.time()))
            .map(each -> "#%d (%s)".formatted(each.sequence(), each.digest().shortHex()))
            .toList();
    return new Looked(
        looked.alias(),
        looked.location(),
        looked.time(),
        looked.version(),
        looked.answer(),
        looked.why(),
        looked.target(),
        looked.live(),
        looked.targets(),
        found);
  }

  /// What was found last.
  public Report report() {
    var missing = new LinkedHashSet<>(governed());
    var looked = new ArrayList<Looked>();
    for (var note : notes.all(TOPIC)) {
      read(note).filter(each -> missing.remove(each.alias())).ifPresent(looked::add);
    }
    return new Report(rehearsed().orElse(null), looked, List.copyOf(missing));
  }

  /// What was found last of one alias.
  public Optional<Looked> last(Alias alias) {
    return notes.get(TOPIC, alias.toString()).flatMap(Rehearsal::read);
  }

  /// When the last rehearsal of all aliases ended; empty where that is still to come, by a clock
  /// that was ahead.
  public Optional<Instant> rehearsed() {
    var now = time.now();
    return notes.get(ROUNDS, LAST).map(note -> Said.of(note).at()).filter(at -> !isToCome(at, now));
  }

  /// Takes note that all aliases were looked at since a time.
  public void rehearsedNow() {
    var now = time.now();
    Noting.put(notes, ROUNDS, LAST, new Said("all", now).value(), now);
  }

  /// Says that this process looks, unless another one has said so lately. What another one said at
  /// a time far to come is of a clock that was ahead: it may be gone for long.
  ///
  /// @param own a name that no other process has
  /// @return whether it is this one's turn
  public boolean claim(String own, Duration lease) {
    var now = time.now();
    var other = notes.get(ROUNDS, LOOKER).map(Said::of);
    boolean held =
        other.isPresent()
            && !other.get().what().equals(own)
            && Duration.between(other.get().at(), now).abs().compareTo(lease) < 0;
    return !held && Noting.put(notes, ROUNDS, LOOKER, new Said(own, now).value(), now);
  }

  /// Of two looks the later one stays, and none that is still to come: that is of a clock that was
  /// ahead.
  private void keep(Looked looked) {
    var alias = looked.alias().toString();
    var value = looked.toJson().canonical().getBytes(StandardCharsets.UTF_8);
    if (value.length > Notes.VALUE_BYTES) {
      return;
    }
    var now = time.now();
    if (notes.get(TOPIC, alias).filter(there -> isToCome(there.time(), now)).isPresent()) {
      Noting.put(notes, TOPIC, alias, value, looked.time());
    } else {
      notes.put(new Note(TOPIC, alias, value, looked.time()));
    }
  }

  private static Optional<Looked> read(Note note) {
    try {
      return Optional.of(Looked.fromJson(JsonReader.object(note.value())));
    } catch (JsonException e) {
      // Of another Tagtrail, newer or older: a look of our own takes its place.
      return Optional.empty();
    }
  }
}
