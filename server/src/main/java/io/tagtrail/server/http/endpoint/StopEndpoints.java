package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.event.Stop;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.server.Ask;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.exchange.Problem;
import io.tagtrail.server.http.exchange.ProblemType;
import io.tagtrail.server.wire.ApprovingTree;
import io.tagtrail.server.wire.StopTree;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The routes that stop moves, or let them through: holds, blocks, approvals.
public final class StopEndpoints {
  private StopEndpoints() {}

  public static Answer hold(Call call) throws InterruptedException {
    record Wanted(Ask ask, Stop.Scope scope, @Nullable Instant until) {}
    var wanted =
        call.body(
            view -> new Wanted(Asks.plain(view, call, "a hold"), scope(view), view.time("until")));
    return Aliases.with(
        call,
        alias ->
            answer(
                call,
                alias.toString(),
                call.tagtrail()
                    .controls()
                    .hold(alias, wanted.scope(), wanted.until(), wanted.ask())));
  }

  private static Stop.Scope scope(ObjectView view) {
    return switch (view.text("scope")) {
      case null -> Stop.Scope.FORWARD;
      case "forward" -> Stop.Scope.FORWARD;
      case "all" -> Stop.Scope.ALL;
      default -> throw new InvalidValueException("the scope of a hold is forward or all");
    };
  }

  public static Answer unhold(Call call) throws InterruptedException {
    var ask = call.body(view -> Asks.plain(view, call, "the release of a hold"));
    return Aliases.with(
        call,
        alias -> answer(call, alias.toString(), call.tagtrail().controls().unhold(alias, ask)));
  }

  public static Answer block(Call call) {
    var wanted = call.body(view -> blocked(view, call));
    var application = application(call);
    return answer(
        call,
        wanted.bundle(),
        call.tagtrail().controls().block(application, wanted.bundle(), wanted.ask()));
  }

  public static Answer unblock(Call call) {
    var wanted = call.body(view -> blocked(view, call));
    var application = application(call);
    return answer(
        call,
        wanted.bundle(),
        call.tagtrail().controls().unblock(application, wanted.bundle(), wanted.ask()));
  }

  private record Blocked(Ask ask, String bundle) {}

  private static Blocked blocked(ObjectView view, Call call) {
    return new Blocked(Asks.plain(view, call, "a block"), view.needText("bundle"));
  }

  private static String application(Call call) {
    var application = Alias.application(call.variable("application"));
    call.about(application);
    return application;
  }

  private static Answer answer(Call call, String what, Stops.Result result) {
    call.ended(result.getClass().getSimpleName().toLowerCase(Locale.ROOT));
    return Answer.json(StopTree.of(what, result, call.tagtrail().trail()::tell));
  }

  public static Answer approve(Call call) throws InterruptedException {
    record Wanted(
        Ask ask, @Nullable String bundle, @Nullable String requester, @Nullable Duration ttl) {}
    var wanted =
        call.body(view -> {
          var bundle = view.text("bundle");
          if (view.flag("owed") == (bundle != null)) {
            throw new InvalidValueException(
                "an approval is of a bundle, or of what is owed: bundle or owed: true");
          }
          return new Wanted(
              Asks.plain(view, call, "an approval"),
              bundle,
              view.text("requester"),
              view.parsed("ttl", Times::duration));
        });
    return Aliases.with(
        call,
        alias -> {
          var result =
              call.tagtrail()
                  .controls()
                  .approve(alias, wanted.bundle(), wanted.requester(), wanted.ttl(), wanted.ask());
          call.ended(result.getClass().getSimpleName().toLowerCase(Locale.ROOT));
          var document = ApprovingTree.of(alias, result, call.tagtrail().trail()::tell);
          return switch (result) {
            case Approving.Result.Recorded _, Approving.Result.There _ -> Answer.json(document);
            case Approving.Result.Refused refused ->
                Problem.outcome(ProblemType.REFUSED, refused.why(), document)
                    .answer(call.request());
          };
        });
  }
}
