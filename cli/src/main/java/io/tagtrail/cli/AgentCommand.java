package io.tagtrail.cli;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.flux.agent.Pusher;
import io.tagtrail.flux.kube.WatchSettings;
import io.tagtrail.flux.status.ClusterSource;
import io.tagtrail.flux.status.ClusterWatcher;
import io.tagtrail.server.config.Durations;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tagtrail agent`
@Command(
    name = "agent",
    description =
        "Looks at what Flux runs in a cluster, read-only, and reports it to a server, until it is"
            + " ended.",
    footer = {
      "",
      "It sends GET to the cluster and nothing else, listens nowhere, and survives the absence of",
      "both. Its role and its deployment are in deploy/kubernetes/agent; docs/flux.md says more.",
      "In a pod it reads by the pod's service account, elsewhere by a kubeconfig."
    })
final class AgentCommand extends Verb {
  private static final String CLUSTER = "TAGTRAIL_CLUSTER";
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "what the cluster is called in reports (TAGTRAIL_CLUSTER)")
  @Nullable String cluster;

  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description = "instead of the service account of this pod")
  @Nullable String kubeconfig;

  @Option(
      names = "--context",
      paramLabel = "NAME",
      description = "of the kubeconfig, instead of its current one")
  @Nullable String context;

  @Option(
      names = "--every",
      paramLabel = "TIME",
      description = "how often it reports where nothing changes, 1s to 2m (30s)")
  String every = "30s";

  @Option(names = "--once", description = "reports one time, and ends")
  boolean once;

  AgentCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    var name = ClusterReport.name(named());
    var source = source();
    // What is wrong from the start is said at the start; later a broken kubeconfig is waited for.
    source.access();
    var settings = WatchSettings.USUAL.reporting(interval());
    try (var server =
        new Reporting(session().needRemote("agent"), session().context().environment())) {
      return once ? once(name, source, settings, server) : watch(name, source, settings, server);
    }
  }

  private ExitCode watch(
      String name, ClusterSource source, WatchSettings settings, Reporting server) {
    Consumer<String> say = this::say;
    try (var pusher = new Pusher(server, Duration.ofSeconds(1), Duration.ofSeconds(30), say);
        var watcher = watcher(name, source, settings, pusher, say)) {
      pusher.start();
      watcher.start();
      say("cluster %s is looked at and reported to %s".formatted(name, server.address()));
      new CountDownLatch(1).await();
      return ExitCode.OK;
    } catch (InterruptedException e) {
      // Whoever ends it gets what was asked for.
      return ExitCode.OK;
    }
  }

  private ExitCode once(String name, ClusterSource source, WatchSettings settings, Reporting server)
      throws InterruptedException {
    var first = new CompletableFuture<ClusterReport>();
    try (var watcher = watcher(name, source, settings, first::complete, text -> {})) {
      watcher.start();
      var report = first.get();
      server.put(report);
      session()
          .answer(
              page -> {
                page.row("cluster", name);
                page.row("sources", String.valueOf(report.sources().size()));
                if (report.problem() != null) {
                  page.row("problem", report.problem());
                }
              },
              report::toJson);
      return report.problem() == null ? ExitCode.OK : ExitCode.UNAVAILABLE;
    } catch (ExecutionException e) {
      throw new IllegalStateException("nothing completes it with an error", e);
    }
  }

  private ClusterWatcher watcher(
      String name,
      ClusterSource source,
      WatchSettings settings,
      Consumer<ClusterReport> reports,
      Consumer<String> say) {
    return new ClusterWatcher(
        name, source::access, settings, session().context().clock(), reports, say);
  }

  private String named() {
    var name =
        cluster == null ? session().context().environment().getOrDefault(CLUSTER, "") : cluster;
    if (name.isBlank()) {
      throw new InvalidValueException(
          "say what the cluster is called: --cluster NAME, or TAGTRAIL_CLUSTER");
    }
    return name;
  }

  private ClusterSource source() {
    if (kubeconfig == null && context != null) {
      throw new InvalidValueException("--context is one of a kubeconfig: name it, --kubeconfig");
    }
    try {
      Path file =
          kubeconfig == null
              ? null
              : session().context().workingDirectory().resolve(kubeconfig).normalize();
      return new ClusterSource(file, context);
    } catch (InvalidPathException e) {
      throw new InvalidValueException("--kubeconfig names no path: " + e.getReason(), e);
    }
  }

  private Duration interval() {
    var interval = Durations.parse(every);
    if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
      throw new InvalidValueException(
          "--every is 1s to 2m: later, the server takes the cluster for silent");
    }
    return interval;
  }

  private synchronized void say(String text) {
    session().say(page -> page.line(Text.clipped(text, 1_000)));
  }
}
