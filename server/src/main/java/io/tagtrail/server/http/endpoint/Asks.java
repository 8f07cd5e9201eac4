package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.event.Facts;
import io.tagtrail.core.event.SideRecord;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.Ask;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.wire.AskTree;
import org.jspecify.annotations.Nullable;

/// Who asks and what they say with it, from a body. It is claimed: the guard puts what the token
/// proves over it.
final class Asks {
  private static final int KEY_BYTES = 256;

  private Asks() {}

  private static void bounded(String field, @Nullable String text) {
    if (text != null) {
      Text.bounded(field, text, SideRecord.VALUE_BYTES);
    }
  }

  static Ask read(ObjectView view, Call call) {
    var ask = AskTree.read(view, call.request(), call.header("Idempotency-Key"));
    // What a token proves takes the place of it, and is no reason to take just anything.
    bounded("the mover", ask.person());
    bounded("the reason", ask.reason());
    if (ask.idempotencyKey() != null) {
      Text.bounded("the Idempotency-Key", ask.idempotencyKey(), KEY_BYTES);
    }
    if (ask.release() != null) {
      Text.bounded("the release label", ask.release(), Facts.RELEASE_BYTES);
    }
    ask.powers().overrides().forEach(name -> Text.bounded("a check's name", name, KEY_BYTES));
    return ask;
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
