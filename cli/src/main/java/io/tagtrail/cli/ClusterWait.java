package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.show.ClustersPage;
import io.tagtrail.cli.show.Labels;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.wire.Ages;
import io.tagtrail.server.wire.ClusterTree;
import io.tagtrail.server.wire.Convergence;
import io.tagtrail.server.wire.Convergence.State;
import io.tagtrail.server.wire.ServerException;
import io.tagtrail.server.wire.Trees;
import io.tagtrail.server.wire.UnauthenticatedException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Waits until clusters applied a bundle that an alias was moved to. Whatever comes of it, the move
/// stands.
final class ClusterWait {
  private static final Duration POLL = Duration.ofSeconds(2);

  /// So long a cluster may take to say that it follows a tag at all.
  private static final Duration NOBODY = Duration.ofSeconds(30);

  private final Session session;
  private final List<String> names;
  private final Duration timeout;
  private final Map<String, State> said = new HashMap<>();

  /// @param names whom to wait for; empty for every cluster that follows the tag
  ClusterWait(Session session, List<String> names, Duration timeout) {
    this.session = session;
    this.names = names.stream().distinct().toList();
    this.timeout = timeout;
  }

  /// How the waiting ended.
  ///
  /// @param clusters how far each is, as it was seen last
  /// @param why why it is not converged; null where it is
  /// @param committed when the bundle became the governed one; null where that is not known
  /// @param end whether waiting on changes nothing
  record Result(
      List<Convergence> clusters, @Nullable String why, @Nullable Instant committed, boolean end) {
    boolean converged() {
      return why == null;
    }

    private Result but(String reason, boolean over) {
      return new Result(clusters, reason, committed, over);
    }

    Json toJson() {
      return new ObjectBuilder()
          .put("converged", converged())
          .put("why", why)
          .put("clusters", Trees.list(clusters, each -> ClusterTree.of(each, committed)))
          .build();
    }
  }

  /// The bundle that an outcome left at the alias; null where it moved nothing there.
  static @Nullable Digest bundle(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Moved moved -> moved.recorded().event().needChange().digest();
      case Outcome.Replayed replayed -> replayed.recorded().event().needChange().digest();
      case Outcome.Unchanged unchanged -> unchanged.head().digest();
      default -> null;
    };
  }

  /// The answer of somebody who stopped waiting.
  static Result interrupted() {
    return new Result(List.of(), "interrupted", null, true);
  }

  Result await(Tagtrail tagtrail, Alias alias, Digest wanted) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    session.waiting(alias);
    session.lasting("waiting for clusters");
    long begun = System.nanoTime();
    Result last = new Result(List.of(), "nothing was heard yet", null, false);
    try {
      // A ledger of this machine begins to look into the clusters when it is asked for them.
      tagtrail.clusters();
      while (true) {
        last = look(tagtrail, alias, wanted, last);
        long now = System.nanoTime();
        boolean nobody = last.clusters().isEmpty() && names.isEmpty();
        if (last.converged()
            || last.end()
            || now - end >= 0
            || (nobody && now - begun >= NOBODY.toNanos())) {
          return last;
        }
        Thread.sleep(Math.max(1, Math.min(POLL.toMillis(), (end - System.nanoTime()) / 1_000_000)));
      }
    } catch (UnauthenticatedException | ForbiddenException e) {
      return last.but("nobody may look any longer: " + e.getMessage(), true);
    } finally {
      session.endProgress();
    }
  }

  /// A server that is away for a moment ends nothing.
  private Result look(Tagtrail tagtrail, Alias alias, Digest wanted, Result before) {
    try {
      return judged(tagtrail.status(alias, false), wanted);
    } catch (LedgerException e) {
      return before.but("the ledger does not answer: " + e.getMessage(), false);
    } catch (ServerException e) {
      return before.but("the server does not answer: " + e.getMessage(), false);
    }
  }

  private Result judged(Status status, Digest wanted) {
    var now = status.now();
    var committed = now == null ? null : now.event().time();
    var all =
        Convergence.all(status.clusters(), wanted, status.asOf()).stream()
            .filter(each -> names.isEmpty() || names.contains(each.of().cluster()))
            .toList();
    if (!wanted.equals(status.state().governedDigest())) {
      return new Result(
          all,
          "superseded: %s has %s now%s"
              .formatted(
                  status.state().alias(),
                  Labels.digest(status.state().governedDigest()),
                  now == null ? "" : " (%s)".formatted(Labels.brief(now))),
          null,
          true);
    }
    all.forEach(this::tell);
    return new Result(all, why(status, all), committed, false);
  }

  private @Nullable String why(Status status, List<Convergence> all) {
    var missing = new TreeSet<>(names);
    all.forEach(each -> missing.remove(each.of().cluster()));
    var reasons = new ArrayList<String>();
    all.stream()
        .filter(each -> each.state() != State.APPLIED)
        .forEach(each ->
            reasons.add(
                "%s %s: %s"
                    .formatted(each.of().cluster(), ClustersPage.word(each.state()), each.text())));
    missing.forEach(name ->
        reasons.add(
            "%s reports no source that follows %s".formatted(name, status.state().location())));
    if (all.isEmpty() && names.isEmpty()) {
      return "no cluster that reports follows %s (docs/flux.md)"
          .formatted(status.state().location());
    }
    return reasons.isEmpty() ? null : String.join("\n", reasons);
  }

  /// Once for each change: somebody reads along.
  private void tell(Convergence each) {
    var source = each.of().source();
    var key = "%s %s/%s".formatted(each.of().cluster(), source.namespace(), source.name());
    if (each.state() != said.put(key, each.state())) {
      session.say(page ->
          page.line(
              Style.DIM,
              "%s %s: %s"
                  .formatted(each.of().cluster(), ClustersPage.word(each.state()), each.text())));
      session.lasting("waiting for clusters");
    }
  }

  /// What is said on standard error of clusters that did not get there.
  void explain(Alias alias, Result result) {
    session.say(page -> {
      page.line(
          Style.RED,
          "error: moved, not converged%s; the move stands"
              .formatted(result.end() ? "" : " within " + Ages.length(timeout)));
      if (result.why() != null) {
        result.why().lines().forEach(page::line);
      }
      page.line("next: look again, or go back:");
      page.command("tagtrail", "get", alias.toString());
    });
  }
}
