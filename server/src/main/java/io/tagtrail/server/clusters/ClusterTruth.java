package io.tagtrail.server.clusters;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.cluster.Clusters;
import io.tagtrail.core.cluster.Consumption;
import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Location;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What clusters said last, shared by all processes of a ledger.
///
/// A report says what was so at its own time: of two reports of one cluster the later one counts,
/// whichever comes first. How long ago a cluster was heard of goes by the clock of whoever took its
/// report, never by the cluster's.
///
/// Every method throws [io.tagtrail.core.ledger.LedgerException] when the notes do not answer.
public final class ClusterTruth implements Clusters {
  /// An older report that comes so long after a newer one is none that was overtaken on its way:
  /// the cluster's clock was set back.
  private static final Duration SET_BACK = Duration.ofMinutes(2);

  private final Notes notes;
  private final InstantSource clock;
  private final Duration staleAfter;
  private final View view;
  private final HealthRecord health;
  private final List<Consumer<ClusterReport>> listeners =
      new java.util.concurrent.CopyOnWriteArrayList<>();

  /// How a report came.
  public enum Via {
    /// This process looked.
    WATCH,
    /// Somebody in the cluster told it.
    AGENT;

    String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// @param staleAfter after how long without a report nothing is known of a cluster any longer
  /// @param known the locations of which it is remembered what was healthy there
  public ClusterTruth(
      Notes notes, InstantSource clock, Duration staleAfter, Predicate<Location> known) {
    this(notes, clock, staleAfter, known, Duration.ofSeconds(1));
  }

  /// @param look how old what is known of other processes' reports may be
  ClusterTruth(
      Notes notes,
      InstantSource clock,
      Duration staleAfter,
      Predicate<Location> known,
      Duration look) {
    this.notes = notes;
    this.clock = clock;
    this.staleAfter = staleAfter;
    this.view = new View(notes, look);
    this.health = new HealthRecord(notes, known);
  }

  /// Of a process that nobody reports to.
  public static ClusterTruth nobody() {
    return new ClusterTruth(
        new NoNotes(), InstantSource.system(), Duration.ofMinutes(5), any -> false);
  }

  /// Told of every report that this process takes and that counts.
  public void listen(Consumer<ClusterReport> listener) {
    listeners.add(listener);
  }

  /// Takes a report.
  ///
  /// @return whether it counts: false for one that is older than what is known of the cluster
  public boolean take(ClusterReport given, Via via) {
    var received = clock.instant();
    var before = view.of(given.cluster());
    var report = Steady.with(given, before == null ? null : before.report());
    var said = Heard.said(report.toJson());
    var heard =
        new Heard(
            report.cluster(), heardAt(report, before, received), report.time(), via.label(), said);
    if (before != null && heard.order().isBefore(before.heard().order())) {
      if (received.isBefore(before.heard().received().plus(SET_BACK))) {
        return false;
      }
      // By its own clock it would be silent until that clock is where it was.
      notes.remove(Heard.TOPIC, report.cluster());
      notes.remove(Packed.TOPIC, report.cluster());
      before = null;
    }
    var body = kept(before, said);
    if (body == null) {
      var packed = Packed.of(report);
      body = Digest.of(packed);
      if (!notes.put(new Notes.Note(Packed.TOPIC, report.cluster(), packed, heard.order()))) {
        // Another process took a later one meanwhile.
        view.forget();
        return false;
      }
    }
    if (!notes.put(heard.note())) {
      view.forget();
      return false;
    }
    view.put(report.cluster(), new View.One(heard, report, body));
    health.note(report, received);
    listeners.forEach(listener -> listener.accept(report));
    return true;
  }

  /// The body that is in the notes at this moment, where it says this; null where it has to be
  /// written. What this process knows of is not enough: another one may have taken another report
  /// since, and then a body would stay that nobody said last.
  private @Nullable Digest kept(View.@Nullable One before, Digest said) {
    if (before == null || before.body() == null || !before.heard().said().equals(said)) {
      return null;
    }
    return notes
        .get(Packed.TOPIC, before.report().cluster())
        .map(note -> Digest.of(note.value()))
        .filter(before.body()::equals)
        .orElse(null);
  }

  /// A report of the same time as the one before it tells that nothing was heard of the cluster
  /// since: whoever looks is there, and the cluster is away.
  private static Instant heardAt(
      ClusterReport report, View.@Nullable One before, Instant received) {
    return before != null && before.heard().claimed().equals(report.time())
        ? before.heard().received()
        : received;
  }

  @Override
  public List<Consumption> of(Location location, Instant now) {
    var all = new ArrayList<Consumption>();
    view.all()
        .forEach((cluster, one) -> {
          boolean stale = isStale(one.heard(), now);
          for (var source : one.at(location)) {
            all.add(
                new Consumption(
                    cluster,
                    one.heard().received(),
                    one.heard().looked(),
                    one.report().problem() != null,
                    stale,
                    Steady.shifted(source, one.heard().shift())));
          }
        });
    return all;
  }

  /// Every cluster that ever reported and was not forgotten, by name.
  public List<ClusterSeen> seen(Instant now) {
    return view.all().values().stream()
        .map(one ->
            new ClusterSeen(
                one.report().cluster(),
                one.heard().received(),
                one.heard().claimed(),
                isStale(one.heard(), now),
                one.heard().via(),
                one.report().sources().size(),
                one.report().problem()))
        .toList();
  }

  /// Forgets a cluster that is gone for good, with what was healthy there. One that reports again
  /// is known again.
  ///
  /// @return whether it was known
  public boolean forget(String cluster) {
    health.forget(cluster);
    boolean known = notes.remove(Heard.TOPIC, cluster);
    known |= notes.remove(Packed.TOPIC, cluster);
    view.forget();
    return known;
  }

  /// What was seen to be healthy, and where.
  public HealthRecord health() {
    return health;
  }

  private boolean isStale(Heard heard, Instant now) {
    return heard.received().plus(staleAfter).isBefore(now);
  }
}
