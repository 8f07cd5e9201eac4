package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.show.BoardPage;
import io.tagtrail.cli.show.ByName;
import io.tagtrail.cli.show.ClustersPage;
import io.tagtrail.cli.show.OutcomePage;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.Told;
import io.tagtrail.server.wire.OutcomeTree;
import io.tagtrail.server.wire.ServerException;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Answers what became of a move, with the whole channel map of the application, and then works off
/// the outbox. Nothing that fails after the move makes it a failure.
final class MoveReport {
  private static final int DELIVERED = 10;

  private final Session session;
  private final Tagtrail tagtrail;
  private final Alias alias;

  MoveReport(Session session, Tagtrail tagtrail, Alias alias) {
    this.session = session;
    this.tagtrail = tagtrail;
    this.alias = alias;
  }

  /// @param wait waits for clusters; null where nobody does
  ExitCode of(Outcome outcome, @Nullable ClusterWait wait) {
    var wanted = wait == null ? null : ClusterWait.wanted(outcome);
    if (wait == null || wanted == null) {
      return of(outcome);
    }
    if (session.isTable()) {
      // What is done is said before anything is waited for.
      of(outcome);
    } else if (outcome instanceof Outcome.Moved && session.remote() == null) {
      deliverMoved();
    }
    var result = waited(wait, wanted);
    if (session.isTable()) {
      session.answer(
          page -> ClustersPage.rows(page, result.clusters(), result.committed()), result::toJson);
    } else {
      boolean moved = outcome instanceof Outcome.Moved;
      var tree =
          new TreeMap<>(
              OutcomeTree.of(alias, outcome, moved ? board() : List.of(), tagtrail.trail()::tell)
                  .members());
      tree.put("wait", result.toJson());
      session.answer(page -> {}, () -> new Json.Obj(tree));
    }
    if (result.converged()) {
      return ExitCode.OK;
    }
    wait.explain(alias, result);
    return ExitCode.NOT_CONVERGED;
  }

  private ClusterWait.Result waited(ClusterWait wait, ClusterWait.Wanted wanted) {
    try {
      return wait.await(tagtrail, alias, wanted);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ClusterWait.interrupted();
    }
  }

  ExitCode of(Outcome outcome) {
    boolean moved = outcome instanceof Outcome.Moved;
    List<Status> board = moved ? board() : List.of();
    var code = ExitCode.of(outcome);
    if (session.isTable() && code != ExitCode.OK) {
      var byName = byName(outcome);
      session.say(page -> new OutcomePage(page, alias, session.now(), byName).write(outcome, null));
    } else {
      session.answer(
          page -> {
            new OutcomePage(page, alias, session.now()).write(outcome, before(outcome));
            if (!board.isEmpty()) {
              page.blank();
              BoardPage.channels(page, board, alias);
            }
          },
          () -> OutcomeTree.of(alias, outcome, board, tagtrail.trail()::tell));
    }
    if (moved && session.remote() == null) {
      // A server works off its own outbox.
      deliverMoved();
    }
    return code;
  }

  /// What was there before a move: the change before it in the chain, which may be an outside move.
  private @Nullable Entry before(Outcome outcome) {
    if (!(outcome instanceof Outcome.Moved moved)) {
      return null;
    }
    long sequence = moved.recorded().event().needChange().sequence();
    try {
      return tagtrail.trail().history(alias, false, sequence, 1).stream()
          .findFirst()
          .map(Told::entry)
          .orElse(null);
    } catch (LedgerException | ServerException | ForbiddenException e) {
      note(session, "what was there before cannot be shown: " + e.getMessage());
      return null;
    }
  }

  /// What a rollback that found nothing by itself goes to where somebody names it.
  private @Nullable String byName(Outcome outcome) {
    boolean noTarget =
        outcome instanceof Outcome.Refused refused
            && refused.bundle() == null
            && refused.reasons().stream().anyMatch(why -> why.name().equals("rollback-target"));
    if (!noTarget) {
      return null;
    }
    try {
      return ByName.of(tagtrail.state().status(alias, true)).stream()
          .findFirst()
          .map(ByName::selector)
          .orElse(null);
    } catch (LedgerException | RegistryException | ServerException | ForbiddenException e) {
      note(session, "what can be gone back to by name cannot be shown: " + e.getMessage());
      return null;
    }
  }

  private List<Status> board() {
    try {
      return Boards.of(tagtrail, List.of(alias.application()), false).stream()
          .filter(status -> status.state().alias().application().equals(alias.application()))
          .toList();
    } catch (LedgerException | RegistryException | ServerException | ForbiddenException e) {
      note(session, "the other environments cannot be shown: " + e.getMessage());
      return List.of();
    }
  }

  /// The move is there, so even a defect of what comes after it is a note. By its class alone: its
  /// message can hold a secret of somebody who was to be called.
  private void deliverMoved() {
    try {
      deliver(session, tagtrail);
    } catch (RuntimeException e) {
      note(
          session,
          "what follows the move is pending (%s); tagtrail settle tries again"
              .formatted(e.getClass().getSimpleName()));
    }
  }

  /// What fails stays in the outbox and is tried again.
  static void deliver(Session session, Tagtrail tagtrail) {
    try {
      session.lasting("attaching the record to the bundle");
      var report = tagtrail.upkeep().deliver(DELIVERED);
      if (report.failed() > 0) {
        note(
            session,
            "the record on the bundle is pending (%d): %s; tagtrail settle tries again"
                .formatted(report.failed(), report.problem()));
      }
    } catch (LedgerException | RegistryException e) {
      note(session, "the record on the bundle is pending: " + e.getMessage());
    } finally {
      session.endProgress();
    }
  }

  private static void note(Session session, String text) {
    session.say(page -> page.line(Style.YELLOW, "note: " + text));
  }
}
