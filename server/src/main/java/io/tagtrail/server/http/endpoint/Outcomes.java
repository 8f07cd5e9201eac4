package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.event.Decision;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.exchange.Problem;
import io.tagtrail.server.http.exchange.ProblemType;
import io.tagtrail.server.wire.OutcomeTree;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What became of a move, as an answer.
final class Outcomes {
  private Outcomes() {}

  static Answer answer(Call call, Tagtrail tagtrail, Alias alias, Outcome outcome) {
    var document = OutcomeTree.of(alias, outcome, List.of(), tagtrail.trail()::tell);
    return switch (outcome) {
      case Outcome.Moved _,
          Outcome.Unchanged _,
          Outcome.Replayed _,
          Outcome.Planned _,
          Outcome.Cancelled _ ->
          Answer.json(document);
      case Outcome.Authorised _ -> Answer.json(202, document);
      case Outcome.Unfinished unfinished ->
          unfinished.own()
              ? Answer.json(202, document)
              : problem(call, ProblemType.UNFINISHED, unfinished.why(), document);
      case Outcome.Stale stale -> problem(call, ProblemType.STALE, stale.why(), document);
      case Outcome.Superseded superseded ->
          problem(
              call,
              ProblemType.SUPERSEDED,
              "this was done as entry %d, and %s is live since; nothing moved now"
                  .formatted(
                      superseded.recorded().index(),
                      superseded.now() == null ? "nothing" : superseded.now().toString()),
              document);
      case Outcome.Refused refused ->
          problem(call, ProblemType.REFUSED, reasons(refused.reasons()), document);
    };
  }

  private static Answer problem(
      Call call, ProblemType type, @Nullable String detail, Json.Obj document) {
    return Problem.outcome(type, detail == null ? type.title() : detail, document)
        .answer(call.request());
  }

  private static String reasons(List<Decision.Check> reasons) {
    return reasons.stream()
        .map(check -> check.name() + ": " + check.detail())
        .collect(Collectors.joining("; "));
  }

  /// The outcome in one word, for logs and metrics.
  static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Unfinished unfinished when !unfinished.own() -> "in-the-way";
      default -> outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    };
  }
}
