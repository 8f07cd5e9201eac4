package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.metric.Metrics;
import io.tagtrail.server.http.metric.StepTimer;
import io.tagtrail.server.wire.CheckedTree;
import java.util.function.Function;

/// The routes that move an alias, or end a move.
public final class MoveEndpoints {
  private final Metrics metrics;
  private final StepTimer steps;
  private final Function<Alias, String> environment;
  private final RefusalLog refusals;

  /// @param environment the alias's environment as a label
  public MoveEndpoints(
      Metrics metrics, StepTimer steps, Function<Alias, String> environment, RefusalLog refusals) {
    this.metrics = metrics;
    this.steps = steps;
    this.environment = environment;
    this.refusals = refusals;
  }

  /// Asks Tagtrail to move.
  private interface Mover {
    Outcome move(Tagtrail tagtrail, Alias alias) throws InterruptedException;
  }

  /// What a body asks for.
  private record Wanted(Ask ask, Mover mover) {}

  public Answer promote(Call call) throws InterruptedException {
    return move(
        call,
        "promote",
        (view, ask) -> {
          var source = view.needText("source");
          boolean allowOlder = view.flag("allowOlder");
          return new Wanted(
              ask, (tagtrail, alias) -> tagtrail.moves().promote(alias, source, allowOlder, ask));
        });
  }

  public Answer rollback(Call call) throws InterruptedException {
    return move(
        call,
        "rollback",
        (view, ask) -> {
          var to = view.text("to");
          return new Wanted(ask, (tagtrail, alias) -> tagtrail.moves().rollback(alias, to, ask));
        });
  }

  public Answer adopt(Call call) throws InterruptedException {
    return move(
        call,
        "adopt",
        (view, ask) -> {
          var previous = view.text("previous");
          boolean takeOver = view.flag("takeOver");
          if (takeOver && previous != null) {
            throw new InvalidValueException("takeOver and previous do not go together");
          }
          return new Wanted(
              ask,
              (tagtrail, alias) ->
                  takeOver
                      ? tagtrail.moves().takeOver(alias, ask)
                      : tagtrail.moves().adopt(alias, previous, ask));
        });
  }

  public Answer relocate(Call call) throws InterruptedException {
    return move(
        call,
        "relocate",
        (view, ask) -> new Wanted(ask, (tagtrail, alias) -> tagtrail.moves().relocate(alias, ask)));
  }

  public Answer confirm(Call call) throws InterruptedException {
    return move(
        call,
        "confirm",
        (view, ask) -> {
          Asks.refuseMoveMembers(ask, "a confirmation");
          long intent = view.needNumber("intent");
          return new Wanted(ask, (tagtrail, alias) -> tagtrail.moves().confirm(alias, intent, ask));
        });
  }

  public Answer cancel(Call call) throws InterruptedException {
    return move(
        call,
        "cancel",
        (view, ask) -> {
          Asks.refuseMoveMembers(ask, "a cancellation");
          long intent = view.needNumber("intent");
          return new Wanted(ask, (tagtrail, alias) -> tagtrail.moves().cancel(alias, intent, ask));
        });
  }

  public Answer check(Call call) throws InterruptedException {
    call.body(view -> Asks.plain(view, call, "a check"));
    var checked = Aliases.with(call, call.tagtrail().state()::check);
    var document = CheckedTree.of(checked);
    call.ended(checked.result().getClass().getSimpleName());
    return Answer.json(document);
  }

  /// Reads what a body asks for.
  private interface Reader {
    Wanted read(ObjectView view, Ask ask);
  }

  private Answer move(Call call, String kind, Reader reader) throws InterruptedException {
    var wanted = call.body(view -> reader.read(view, Asks.read(view, call)));
    return Aliases.with(
        call,
        alias -> {
          steps.start();
          try {
            var outcome = wanted.mover().move(call.tagtrail(), alias);
            ended(call, kind, alias, wanted.ask(), outcome);
            return Outcomes.answer(call, call.tagtrail(), alias, outcome);
          } catch (RuntimeException | InterruptedException e) {
            metrics.move(kind, environment.apply(alias), "failed");
            throw e;
          } finally {
            steps.end();
          }
        });
  }

  private void ended(Call call, String kind, Alias alias, Ask ask, Outcome outcome) {
    var word = Outcomes.word(outcome);
    call.ended(word);
    metrics.move(kind, environment.apply(alias), word);
    if (outcome instanceof Outcome.Refused refused && !ask.dryRun()) {
      refused.reasons().forEach(check -> metrics.refusedBy(check.name()));
      refusals.offer(call.needAsker().identity(), alias, refused, kind, ask);
    }
  }
}
