package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.exchange.ProblemException;
import io.tagtrail.server.http.exchange.ProblemType;

/// The alias that a path names.
final class Aliases {
  private Aliases() {}

  /// What is done with an alias.
  interface Work<T> {
    T with(Alias alias) throws InterruptedException;
  }

  /// Does it, and says "not found" where it failed because there is no such alias.
  static <T> T with(Call call, Work<T> work) throws InterruptedException {
    var alias = new Alias(call.variable("application"), call.variable("environment"));
    call.about(alias.toString());
    try {
      return work.with(alias);
    } catch (InvalidValueException e) {
      if (isKnown(call.tagtrail(), alias)) {
        throw e;
      }
      throw ProblemException.of(ProblemType.NOT_FOUND, String.valueOf(e.getMessage()));
    }
  }

  private static boolean isKnown(Tagtrail tagtrail, Alias alias) {
    if (tagtrail.configured(alias).isPresent()) {
      return true;
    }
    try {
      return !tagtrail.trail().history(alias, true, Long.MAX_VALUE, 1).isEmpty();
    } catch (InvalidValueException e) {
      return false;
    }
  }
}
