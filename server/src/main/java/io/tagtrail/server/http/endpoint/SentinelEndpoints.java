package io.tagtrail.server.http.endpoint;

import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.wire.SentinelTree;

/// The routes about what watches for outside moves.
public final class SentinelEndpoints {
  private SentinelEndpoints() {}

  public static Answer status(Call call) {
    call.query().done();
    return Answer.json(SentinelTree.of(call.tagtrail().upkeep().sentinel()));
  }

  public static Answer resume(Call call) {
    var ask = call.body(view -> Asks.plain(view, call, "a resumption"));
    return Answer.json(SentinelTree.of(call.tagtrail().upkeep().resumeSentinel(ask)));
  }
}
