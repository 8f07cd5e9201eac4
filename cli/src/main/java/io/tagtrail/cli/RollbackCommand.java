package io.tagtrail.cli;

import io.tagtrail.cli.show.Labels;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Tagtrail;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `tagtrail rollback ALIAS`
@Command(
    name = "rollback",
    description =
        "Makes an alias a bundle that was governed-live there before: a new record, never an erased one.")
final class RollbackCommand extends Verb {
  private static final int LOOK_BACK = 500;
  private static final int KEY_BYTES = 256;

  @Parameters(index = "0", paramLabel = "ALIAS", description = "application/environment")
  String alias = "";

  @Option(
      names = "--to",
      paramLabel = "WHAT",
      description =
          "1.4.1, '#41', '~1', '@{2.hours.ago}', a digest or its beginning; else the newest safe bundle")
  @Nullable String to;

  @Option(names = "--reason", paramLabel = "TEXT", required = true, description = "why; for people")
  String reason = "";

  @Option(names = "--expect", paramLabel = "DIGEST", description = "what the alias must be now")
  @Nullable String expect;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      description = "a key of your own; else alias, bundle, pipeline and attempt are one")
  @Nullable String idempotencyKey;

  @Mixin ForwardOptions forward = new ForwardOptions();

  @Mixin WaitOptions waits = new WaitOptions();

  @Option(names = "--dry-run", description = "decides everything, changes nothing")
  boolean dryRun;

  @Option(
      names = {"-y", "--yes"},
      description = "do not ask; nothing is asked without a terminal")
  boolean yes;

  @Mixin CallerOptions caller = new CallerOptions();

  RollbackCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() throws InterruptedException {
    // What does not go together is said before anything moves.
    waits.of(session(), dryRun);
    var expected = expect == null ? null : Digest.parse(expect);
    if (idempotencyKey != null) {
      Text.bounded("--idempotency-key", idempotencyKey, KEY_BYTES);
    }
    var ask = caller.ask(session(), reason, dryRun);
    try (var tagtrail = session().open()) {
      var target = tagtrail.alias(alias);
      session().moves(target);
      session().lasting("rolling back " + target);
      boolean asks = session().context().interactive() && !yes && !dryRun;
      if (!asks) {
        return move(tagtrail, target, to, with(ask, expected, dryRun));
      }
      return confirmed(tagtrail, target, ask, expected);
    }
  }

  private ExitCode confirmed(Tagtrail tagtrail, Alias target, Ask ask, @Nullable Digest expected)
      throws InterruptedException {
    var plan = tagtrail.moves().rollback(target, to, with(ask, expected, true));
    var selector = to;
    var pinned = expected;
    String question;
    switch (plan) {
      case Outcome.Planned planned -> {
        var digest = planned.bundle().digest();
        question = "Make %s = %s?".formatted(target, label(tagtrail, target, digest));
        pinned = planned.previous();
        // What is done is what was said yes to; but a key stands for the words of the request,
        // which must stay.
        if (idempotencyKey == null && ask.pipeline().id() == null) {
          selector = digest.toString();
        }
      }
      case Outcome.Unfinished unfinished ->
          question =
              "#%d of %s is unfinished, and is settled or superseded first. Make %s = %s?"
                  .formatted(
                      unfinished.intent().sequence(),
                      target,
                      target,
                      to == null ? computed(tagtrail.state().status(target, true)) : to);
      case Outcome.Moved m -> throw new IllegalStateException("a dry run moved " + m);
      case Outcome.Authorised a -> throw new IllegalStateException("a dry run authorised " + a);
      case Outcome.Cancelled c -> throw new IllegalStateException("a dry run cancelled " + c);
      case Outcome.Unchanged u -> {
        return new MoveReport(session(), tagtrail, target).of(u, waits.of(session(), dryRun));
      }
      case Outcome.Replayed r -> {
        return new MoveReport(session(), tagtrail, target).of(r, waits.of(session(), dryRun));
      }
      case Outcome.Superseded s -> {
        return new MoveReport(session(), tagtrail, target).of(s);
      }
      case Outcome.Stale s -> {
        return new MoveReport(session(), tagtrail, target).of(s);
      }
      case Outcome.Refused r -> {
        return new MoveReport(session(), tagtrail, target).of(r);
      }
    }
    if (!session().confirmed(question)) {
      session().say(page -> page.line("not confirmed; " + target + " is unchanged"));
      return ExitCode.REFUSED;
    }
    session().lasting("rolling back " + target);
    return move(tagtrail, target, selector, with(ask, pinned, false));
  }

  private ExitCode move(Tagtrail tagtrail, Alias target, @Nullable String selector, Ask asked)
      throws InterruptedException {
    var wait = waits.of(session(), dryRun);
    if (wait != null) {
      wait.announce(tagtrail);
    }
    var outcome = tagtrail.moves().rollback(target, selector, asked);
    if (!forward.noWrite) {
      outcome = new CallerWrites(session(), tagtrail, target).carriedOut(outcome, asked);
    }
    return new MoveReport(session(), tagtrail, target).of(outcome, wait);
  }

  private static String label(Tagtrail tagtrail, Alias target, Digest digest) {
    return tagtrail.trail().history(target, false, Long.MAX_VALUE, LOOK_BACK).stream()
        .filter(told -> told.entry().event().kind().governs())
        .filter(told -> digest.equals(told.entry().event().needChange().digest()))
        .findFirst()
        .map(told -> Labels.brief(told.entry()))
        .orElse(Labels.digest(digest));
  }

  private static String computed(Status status) {
    var answer = status.backTo();
    var found = answer == null ? null : answer.target();
    return found == null ? "the newest safe bundle" : Labels.brief(found.tenure().entry());
  }

  private Ask with(Ask ask, @Nullable Digest expected, boolean dry) {
    return new Ask(
        ask.request(),
        ask.mover(),
        ask.person(),
        ask.pipeline(),
        ask.builder(),
        null,
        reason,
        expected,
        idempotencyKey,
        dry,
        forward.powers(reason));
  }
}
