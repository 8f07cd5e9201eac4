package io.tagtrail.flux.status;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.json.Times;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.flux.kube.Kind;
import io.tagtrail.flux.kube.KubeAccess;
import io.tagtrail.flux.kube.KubeClient;
import io.tagtrail.flux.kube.Mirror;
import io.tagtrail.flux.kube.Reflector;
import io.tagtrail.flux.kube.WatchSettings;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Watches one cluster, read-only, and delivers what it runs: after each change, and now and then
/// where nothing changes. A cluster that is away is reported too, with the state of the last word
/// from it and its time; nothing that happens there ends the watching.
public final class ClusterWatcher implements AutoCloseable {
  /// From here on the cluster's clock and ours are too far apart to compare times.
  private static final Duration APART = Duration.ofSeconds(30);

  private final String cluster;
  private final Supplier<KubeAccess> access;
  private final WatchSettings settings;
  private final InstantSource clock;
  private final Consumer<ClusterReport> reports;
  private final Consumer<String> say;
  private final ClusterView view;
  private final List<Mirror> mirrors = Kind.FLUX.stream().map(Mirror::new).toList();
  private final Semaphore dirty = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closed;
  private volatile boolean hinted;
  private volatile List<Reflector> reflecting = List.of();
  private boolean clocksApart;
  private @Nullable String said;

  /// @param access asked at the start, and again when it is not taken any more
  /// @param reports called by this watcher's own thread, one report at a time
  /// @param say what an operator should read
  public ClusterWatcher(
      String cluster,
      Supplier<KubeAccess> access,
      WatchSettings settings,
      InstantSource clock,
      Consumer<ClusterReport> reports,
      Consumer<String> say) {
    this.cluster = ClusterReport.name(cluster);
    this.access = access;
    this.settings = settings;
    this.clock = clock;
    this.reports = reports;
    this.say = say;
    this.view = new ClusterView(cluster);
    this.thread = Thread.ofVirtual().name("cluster " + cluster).unstarted(this::run);
  }

  public void start() {
    thread.start();
  }

  /// Looks now: pauses end, and of what fails the last event is asked for again. What comes of it
  /// is what the cluster says, not who told us to look. Waits for nothing.
  public void look() {
    hinted = true;
    reflecting.forEach(Reflector::look);
    dirty.release();
  }

  private void run() {
    try {
      while (!closed) {
        try (var client = KubeClient.open(access, settings, clock)) {
          client.access().warnings().forEach(say);
          watch(client);
        } catch (InvalidValueException e) {
          // No kubeconfig, or none that can be read: it may come, as a mounted Secret does.
          deliver(nothing(String.valueOf(e.getMessage())));
          Thread.sleep(settings.most());
        }
      }
    } catch (InterruptedException e) {
      // Closed: the thread ends.
      Thread.currentThread().interrupt();
    }
  }

  private void watch(KubeClient client) throws InterruptedException {
    var lookup = new EventLookup(client);
    var reflectors = new ArrayList<Reflector>();
    try {
      for (var mirror : mirrors) {
        var reflector = new Reflector(client, mirror, settings, clock, dirty::release);
        reflectors.add(reflector);
        reflector.start();
      }
      reflecting = List.copyOf(reflectors);
      while (!closed) {
        if (dirty.tryAcquire(settings.report().toMillis(), TimeUnit.MILLISECONDS)) {
          Thread.sleep(settings.settle());
        }
        dirty.drainPermits();
        if (isKnown()) {
          compare(client.ahead());
          deliver(report(lookup));
        }
      }
    } finally {
      reflectors.forEach(Reflector::close);
    }
  }

  /// Whether there is something to say of each kind. Before that a report would look as if things
  /// were gone.
  private boolean isKnown() {
    return mirrors.stream().noneMatch(each -> each.state() instanceof Mirror.State.Waiting);
  }

  private ClusterReport report(EventLookup lookup) {
    var now = clock.instant();
    var heard = heard(now);
    if (heard == null) {
      return nothing(Objects.requireNonNullElse(problem(), "nothing was heard of it yet"));
    }
    lookup.begin(hinted);
    hinted = false;
    var workloads = new ArrayList<>(mirrors.get(1).all());
    workloads.addAll(mirrors.get(2).all());
    return view.report(
        new ClusterView.Objects(mirrors.getFirst().all(), workloads),
        heard,
        now,
        lookup::of,
        problem());
  }

  private ClusterReport nothing(String problem) {
    return new ClusterReport(cluster, clock.instant(), List.of(), problem);
  }

  /// When the cluster last said something of every kind; null where there is a kind of which it
  /// never did.
  private @Nullable Instant heard(Instant now) {
    var oldest = now;
    for (var mirror : mirrors) {
      var heard = mirror.heard();
      if (heard == null) {
        return null;
      }
      oldest = heard.isBefore(oldest) ? heard : oldest;
    }
    return oldest;
  }

  private @Nullable String problem() {
    var problems = new ArrayList<String>();
    for (var mirror : mirrors) {
      switch (mirror.state()) {
        case Mirror.State.Waiting waiting -> {}
        case Mirror.State.Following following -> {}
        case Mirror.State.Absent absent -> {
          if (absent.forbidden()) {
            problems.add("%s may not be read: %s".formatted(mirror.kind().plural(), absent.why()));
          } else if (mirror.kind().equals(Kind.OCI_REPOSITORY)) {
            problems.add(absent.why());
          }
        }
        case Mirror.State.Trouble trouble ->
            problems.add(
                "%s since %s: %s"
                    .formatted(
                        mirror.kind().plural(), Times.format(trouble.since()), trouble.why()));
      }
      if (!mirror.leftOut().isEmpty()) {
        problems.add(mirror.kind().leftOut(mirror.leftOut()));
      }
    }
    return problems.isEmpty() ? null : String.join("; ", problems);
  }

  /// Times of the cluster are compared with ours with care, so that this hinders nothing; but
  /// people should know it.
  private void compare(@Nullable Duration ahead) {
    boolean apart = ahead != null && ahead.abs().compareTo(APART) > 0;
    if (apart != clocksApart && ahead != null) {
      clocksApart = apart;
      say.accept(
          apart
              ? "the clock of cluster %s is %d s %s ours"
                  .formatted(
                      cluster, ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead of")
              : "the clock of cluster %s and ours agree again".formatted(cluster));
    }
  }

  private void deliver(ClusterReport report) {
    if (closed) {
      return;
    }
    if (!Objects.equals(said, report.problem())) {
      said = report.problem();
      say.accept(
          said == null
              ? "cluster %s: all is read".formatted(cluster)
              : "cluster %s: %s".formatted(cluster, said));
    }
    try {
      reports.accept(report);
    } catch (RuntimeException e) {
      // Whoever takes reports may fail; the next one is another try.
      say.accept("the report of cluster %s was not taken: %s".formatted(cluster, e.getMessage()));
    }
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    if (thread.getState() == Thread.State.NEW) {
      return;
    }
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
