package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
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
import io.tagtrail.server.clusters.ClusterSeen;
import io.tagtrail.server.wire.Ages;
import io.tagtrail.server.wire.ClusterTree;
import io.tagtrail.server.wire.Convergence;
import io.tagtrail.server.wire.ServerException;
import io.tagtrail.server.wire.Trees;
import io.tagtrail.server.wire.UnauthenticatedException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Waits until clusters applied a bundle that an alias was moved to, and were seen to have after
/// the move: what they ran before it says nothing, also where it is the same bundle. Whatever comes
/// of it, the move stands.
final class ClusterWait {
  private static final Duration POLL = Duration.ofSeconds(2);

  /// So long a cluster may take to say that it follows a tag at all.
  private static final Duration NOBODY = Duration.ofSeconds(30);

  private static final String DOING = "waiting for a new look into each cluster";

  private final Session session;
  private final List<String> names;
  private final Duration timeout;
  private final Map<String, String> said = new HashMap<>();
  private @Nullable Instant first;
  private boolean nobody;

  /// @param names whom to wait for; empty for every cluster that follows the tag, and none may be
  ///   one of which that is not known
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

  /// What is waited for.
  ///
  /// @param moved when the bundle came to the alias; null where it was there before, and then only
  ///   what is seen from now on counts
  record Wanted(Digest bundle, @Nullable Instant moved) {
    private static @Nullable Wanted of(@Nullable Digest bundle, @Nullable Instant moved) {
      return bundle == null ? null : new Wanted(bundle, moved);
    }
  }

  /// What an outcome left at the alias; null where it left nothing there.
  static @Nullable Wanted wanted(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Moved moved -> {
        var event = moved.recorded().event();
        yield Wanted.of(event.needChange().digest(), event.time());
      }
      case Outcome.Replayed replayed ->
          Wanted.of(replayed.recorded().event().needChange().digest(), null);
      case Outcome.Unchanged unchanged -> Wanted.of(unchanged.head().digest(), null);
      default -> null;
    };
  }

  /// The answer of somebody who stopped waiting.
  static Result interrupted() {
    return new Result(List.of(), "interrupted", null, true);
  }

  /// Says before the move whom nobody has heard of: a slip of the pen is not to cost the whole
  /// timeout. It refuses nothing, since a cluster may report for the first time after the move.
  void announce(Tagtrail tagtrail) {
    try {
      var known = new TreeSet<String>();
      tagtrail.upkeep().clusters().forEach(each -> known.add(each.cluster()));
      var strange = names.stream().filter(name -> !known.contains(name)).toList();
      if (known.isEmpty()) {
        warn("no cluster reports yet (docs/flux.md): nothing may come of the waiting");
      } else if (!strange.isEmpty()) {
        warn(
            "no cluster reports as %s; there are: %s"
                .formatted(String.join(", ", strange), String.join(", ", known)));
      }
    } catch (LedgerException | ServerException | ForbiddenException | UnauthenticatedException e) {
      // What cannot be asked now is said by the move or by the waiting, and holds up neither.
    }
  }

  private void warn(String what) {
    session.say(page -> page.line(Style.YELLOW, "warning: " + what));
  }

  Result await(Tagtrail tagtrail, Alias alias, Wanted wanted) throws InterruptedException {
    long end = System.nanoTime() + timeout.toNanos();
    session.waiting(alias);
    session.lasting(DOING);
    long begun = System.nanoTime();
    Result last = new Result(List.of(), "nothing was heard yet", null, false);
    try {
      while (true) {
        last = look(tagtrail, alias, wanted, last);
        long now = System.nanoTime();
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
  private Result look(Tagtrail tagtrail, Alias alias, Wanted wanted, Result before) {
    try {
      // The clusters first: one that is known only since then is in the status too.
      var seen = tagtrail.upkeep().clusters();
      return judged(tagtrail.state().status(alias, false), seen, wanted);
    } catch (LedgerException e) {
      return before.but("the ledger does not answer: " + e.getMessage(), false);
    } catch (ServerException e) {
      return before.but("the server does not answer: " + e.getMessage(), false);
    }
  }

  private Result judged(Status status, List<ClusterSeen> seen, Wanted wanted) {
    var now = status.now();
    var committed = now == null ? null : now.event().time();
    var all =
        Convergence.all(status.clusters(), wanted.bundle(), status.asOf()).stream()
            .filter(each -> names.isEmpty() || names.contains(each.of().cluster()))
            .toList();
    if (!wanted.bundle().equals(status.state().governedDigest())) {
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
    var location = status.state().location();
    var standing =
        Standing.all(
            names, all, seen, from(status.asOf(), wanted, committed), location, status.asOf());
    standing.forEach(this::tell);
    nobody = standing.isEmpty();
    var why =
        nobody
            ? "no cluster that reports follows %s (docs/flux.md)".formatted(location)
            : standing.stream()
                .filter(each -> !each.counts())
                .map(Standing::said)
                .collect(Collectors.joining("\n"));
    return new Result(all, why.isEmpty() ? null : why, committed, false);
  }

  /// All by Tagtrail's clock: that of this machine may be another.
  ///
  /// @param committed when the bundle came to the alias last: it may have left it meanwhile
  private Standing.From from(Instant now, Wanted wanted, @Nullable Instant committed) {
    var moved = wanted.moved();
    var from = first == null ? moved == null ? now : moved : first;
    first = from;
    return new Standing.From(
        committed != null && committed.isAfter(from) ? committed : from,
        moved == null ? "the waiting began" : "the move");
  }

  /// Once for each change: somebody reads along.
  private void tell(Standing each) {
    if (!each.phase().equals(said.put(each.key(), each.phase()))) {
      session.say(page -> page.line(Style.DIM, each.said()));
      session.lasting(DOING);
    }
  }

  /// What is said on standard error of clusters that did not get there.
  void explain(Alias alias, Result result) {
    session.say(page -> {
      page.line(
          Style.RED,
          "error: not every cluster applied it%s; %s stays as it is"
              .formatted(result.end() ? "" : " within " + Ages.length(timeout), alias));
      if (result.why() != null) {
        result.why().lines().forEach(page::line);
      }
      page.line("next: look again, or go back:");
      page.command("tagtrail", "get", alias.toString());
      page.command("tagtrail", "rollback", alias.toString(), "--reason", "…");
    });
  }
}
