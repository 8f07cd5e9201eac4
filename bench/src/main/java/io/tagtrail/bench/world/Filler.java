package io.tagtrail.bench.world;

import io.tagtrail.core.event.Change;
import io.tagtrail.core.event.Decision;
import io.tagtrail.core.event.Event;
import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.event.Intent;
import io.tagtrail.core.ledger.AliasState;
import io.tagtrail.core.ledger.Appended;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Document;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.testkit.ledger.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Fills a ledger through its own `append` with promotions as wide as real ones, many to a commit.
/// The only writer of its ledger.
final class Filler {
  private static final int EVENTS_A_BATCH = 1000;
  private static final Decision DECISION =
      new Decision(
          Events.POLICY,
          IntStream.range(0, 8)
              .mapToObj(i ->
                  new Decision.Check(
                      "check-" + i,
                      Decision.Guard.ADMISSION,
                      Decision.Result.PASS,
                      "what it found, in a sentence of the usual length"))
              .toList(),
          List.of());

  private final Ledger ledger;
  private final Map<Alias, AliasState> states = new HashMap<>();
  private final Map<Alias, Long> expected = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private final List<Document> documents = new ArrayList<>();
  private Instant now = Instant.EPOCH;
  private long next;

  Filler(Ledger ledger) {
    this.ledger = ledger;
    this.next = ledger.head().size();
  }

  /// How many entries there will be after [#flush].
  long size() {
    return next;
  }

  /// The ledger's clock, to fill the past: set before each commit.
  Instant now() {
    return now;
  }

  /// The first move of an alias adopts, each other one authorises and promotes.
  ///
  /// @param number names the run, the commit and the release
  void move(Alias alias, Location location, Document bundle, long number, Instant when) {
    now = when;
    var state = states.getOrDefault(alias, AliasState.empty(alias));
    expected.putIfAbsent(alias, state.version());
    documents.add(bundle);
    if (state.observed() == null) {
      var change = new Change(1, location, bundle.descriptor(), null, null, null, null, null);
      states.put(
          alias,
          add(
              state,
              Event.of(EventKind.ADOPTION, alias.stream(), "fill-" + next)
                  .change(change)
                  .facts(Events.facts(number))
                  .build()));
    } else {
      var authorisation =
          Event.of(EventKind.AUTHORISATION, alias.stream(), "fill-" + next)
              .change(Events.next(state, bundle.descriptor()))
              .intent(
                  new Intent(
                      EventKind.PROMOTION,
                      Intent.Write.SERVER,
                      when.plus(Duration.ofSeconds(30)),
                      when.plus(Duration.ofSeconds(40))))
              .facts(Events.facts(number))
              .decision(DECISION)
              .key(Events.key(alias, number))
              .build();
      var open = add(state, authorisation);
      states.put(alias, add(open, Events.moved(open, authorisation).build()));
    }
    if (events.size() >= EVENTS_A_BATCH) {
      flush();
    }
  }

  private AliasState add(AliasState state, Event event) {
    events.add(event);
    return state.apply(new Entry(next++, event.at(now)));
  }

  void flush() {
    if (events.isEmpty()) {
      return;
    }
    var batch = new Batch.Builder();
    expected.forEach((alias, version) -> batch.expect(alias.stream(), version));
    events.forEach(batch::add);
    documents.stream().distinct().forEach(batch::document);
    if (!(ledger.append(batch.build()) instanceof Appended.Committed)) {
      throw new IllegalStateException("somebody else writes to this ledger");
    }
    expected.clear();
    events.clear();
    documents.clear();
  }
}
