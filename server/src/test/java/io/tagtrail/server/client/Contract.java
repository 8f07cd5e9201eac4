package io.tagtrail.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.Told;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What every part of the contract is told with: a shop, and what is tried over it.
interface Contract {
  Alias DEV = Alias.parse("shop/dev");
  Alias PROD = Alias.parse("shop/prod");

  /// Where moves are written by the caller.
  Alias EDGE = Alias.parse("shop/edge");

  Shop shop();

  /// What is tried.
  Tagtrail tagtrail();

  /// Asks by a name of its own for each request.
  ///
  /// @param pipeline the run; null for a person
  Ask ask(@Nullable String pipeline);

  default Ask ask() {
    return ask(null);
  }

  default Ask expecting(Digest digest) {
    var ask = ask();
    return new Ask(
        ask.request(),
        ask.mover(),
        ask.person(),
        ask.pipeline(),
        ask.builder(),
        null,
        "because",
        digest,
        null,
        false);
  }

  default Ask dry() {
    var ask = ask();
    return new Ask(
        ask.request(),
        ask.mover(),
        ask.person(),
        ask.pipeline(),
        ask.builder(),
        null,
        "because",
        null,
        null,
        true);
  }

  default Outcome.Moved promoted(Alias alias, int bundle) throws InterruptedException {
    return moved(tagtrail().moves().promote(alias, shop().push(alias, bundle), false, ask()));
  }

  static Outcome.Moved moved(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Moved.class);
    return (Outcome.Moved) outcome;
  }

  default List<EventKind> kinds(Alias alias) {
    return tagtrail().trail().history(alias, false, Long.MAX_VALUE, 100).stream()
        .map(told -> told.entry().event().kind())
        .toList();
  }

  static long sequence(Told told) {
    return told.entry().event().needChange().sequence();
  }
}
