package io.tagtrail.server.http.endpoint;

import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.wire.TargetTree;

/// The routes that tell whether there is a way back.
public final class ReadinessEndpoints {
  private ReadinessEndpoints() {}

  /// What was found last of all aliases.
  public static Answer all(Call call) throws InterruptedException {
    call.query().done();
    return Answer.json(call.tagtrail().safety().readiness(null, false).toJson());
  }

  /// What was found last of one.
  public static Answer one(Call call) throws InterruptedException {
    call.query().done();
    return Aliases.with(
        call, alias -> Answer.json(call.tagtrail().safety().readiness(alias, false).toJson()));
  }

  /// Looks at one now.
  public static Answer look(Call call) throws InterruptedException {
    call.body(view -> Asks.plain(view, call, "a look"));
    var answer =
        Aliases.with(
            call, alias -> Answer.json(call.tagtrail().safety().readiness(alias, true).toJson()));
    call.ended("looked");
    return answer;
  }

  /// The bundles that an alias needs to keep.
  public static Answer targets(Call call) throws InterruptedException {
    call.query().done();
    return Aliases.with(
        call, alias -> Answer.json(TargetTree.of(call.tagtrail().safety().targets(alias))));
  }
}
