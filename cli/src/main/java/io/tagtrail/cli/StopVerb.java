package io.tagtrail.cli;

import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.show.Labels;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.wire.StopTree;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/// What setting and releasing a stop have in common.
abstract class StopVerb extends Verb {
  @Mixin CallerOptions caller = new CallerOptions();

  StopVerb(Session session) {
    super(session);
  }

  /// Answers with what came of it; having nothing to do is no failure.
  final ExitCode answer(Tagtrail tagtrail, Stops.Result result, String what, String done) {
    session()
        .answer(
            page -> {
              switch (result) {
                case Stops.Result.Recorded recorded ->
                    page.line(
                        Style.BOLD,
                        "%s %s (entry %d)"
                            .formatted(what, done, recorded.entries().getLast().index()));
                case Stops.Result.There there ->
                    page.line(
                        "%s %s already, since %s (entry %d): nothing was written"
                            .formatted(what, done, there.stop().since(), there.stop().index()));
                case Stops.Result.Nothing nothing ->
                    page.line(what + ": there is nothing to release; nothing was written");
              }
            },
            () -> StopTree.of(what, result, tagtrail.trail()::tell));
    return ExitCode.OK;
  }

  /// The bundle as it was asked for, and which that is: a place in a history says it to nobody.
  static String named(String text, Stops.Result result) {
    var digest =
        switch (result) {
          case Stops.Result.Recorded recorded -> {
            var stop = recorded.entries().getLast().event().stop();
            yield stop == null ? null : stop.bundle();
          }
          case Stops.Result.There there -> there.stop().bundle();
          case Stops.Result.Nothing nothing -> null;
        };
    return digest == null || text.equals(digest.toString())
        ? text
        : "%s (%s)".formatted(text, Labels.digest(digest));
  }

  final Ask ask(@Nullable String reason) {
    return caller.ask(session(), reason, false);
  }
}
