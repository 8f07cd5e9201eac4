package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.Ask;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.wire.AskTree;

/// Who asks and what they say with it, from a body. It is claimed: the guard puts what the token
/// proves over it.
final class Asks {
  private Asks() {}

  static Ask read(ObjectView view, Call call) {
    return AskTree.read(view, call.request(), call.header("Idempotency-Key"));
  }

  /// The same for what is no move: members that would have no effect are errors, above all a dry
  /// run that would not be one.
  static Ask plain(ObjectView view, Call call, String what) {
    var ask = read(view, call);
    refuseMoveMembers(ask, what);
    return ask;
  }

  static void refuseMoveMembers(Ask ask, String what) {
    if (ask.dryRun()) {
      throw new InvalidValueException("there is no dry run of " + what);
    }
    if (ask.expect() != null
        || ask.release() != null
        || ask.builder().id() != null
        || !ask.powers().overrides().isEmpty()) {
      throw new InvalidValueException("expect, release, builder and overrides are not for " + what);
    }
  }
}
