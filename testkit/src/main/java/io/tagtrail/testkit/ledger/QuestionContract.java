package io.tagtrail.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.event.EventKind;
import io.tagtrail.core.ledger.Batch;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.ledger.Ledger;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Stream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the questions of the port answer.
abstract class QuestionContract extends AppendContract {
  private static final int ACTS = 300;

  @Test
  void every_question_is_answered_as_by_reading_all_entries() {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println(getClass().getSimpleName() + " seed " + seed);
    new RandomStory(seed, ledger()).acts(ACTS);
    var plain = mirror();
    var ledger = ledger();
    assertThat(ledger.head().root()).as("root, seed %d", seed).isEqualTo(plain.head().root());
    assertThat(ledger.aliases()).as("aliases, seed %d", seed).isEqualTo(plain.aliases());
    for (var alias : RandomStory.ALIASES) {
      var as = "%s, seed %d".formatted(alias, seed);
      assertThat(ledger.alias(alias)).as(as).isEqualTo(plain.alias(alias));
      assertThat(ledger.application(alias.application()))
          .as(as)
          .isEqualTo(plain.application(alias.application()));
      for (var stream :
          List.of(alias.stream(), Stream.application(alias.application()), Stream.LEDGER)) {
        same(as, plain, l -> before -> l.history(stream, before, 7), Entry::index);
      }
      same(as, plain, l -> before -> l.changes(alias, before, 5), QuestionContract::sequence);
      same(as, plain, l -> before -> l.governing(alias, before, 3), QuestionContract::sequence);
      for (long sequence = 0; sequence <= plain.alias(alias).lastSequence() + 1; sequence++) {
        assertThat(ledger.bySequence(alias, sequence))
            .as("sequence %d of %s", sequence, as)
            .isEqualTo(plain.bySequence(alias, sequence));
      }
      for (var entry : plain.all()) {
        for (int shift = -1; shift <= 1; shift++) {
          var time = entry.event().time().plusMillis(shift);
          assertThat(ledger.asOf(alias, time)).as(as).isEqualTo(plain.asOf(alias, time));
        }
      }
      for (int bundle = 0; bundle < RandomStory.BUNDLES; bundle++) {
        var key = Events.key(alias, bundle).key();
        assertThat(ledger.byKey(alias, key)).as(as).isEqualTo(plain.byKey(alias, key));
      }
    }
    for (int number = 0; number <= RandomStory.BUNDLES; number++) {
      var as = "bundle %d, seed %d".formatted(number, seed);
      var digest = Events.digest(number);
      var commit = Events.commit(number);
      var run = Events.pipeline(number);
      same(as, plain, l -> before -> l.byBundle(digest, before, 4), Entry::index);
      same(as, plain, l -> before -> l.byCommit(commit, before, 4), Entry::index);
      same(as, plain, l -> before -> l.byPipeline(run, before, 4), Entry::index);
    }
    plain.check();
  }

  /// Pages through an answer of both ledgers to the end.
  private void same(
      String as,
      Ledger plain,
      Function<Ledger, LongFunction<List<Entry>>> question,
      ToLongFunction<Entry> key) {
    assertThat(pages(question.apply(ledger()), key))
        .as(as)
        .isEqualTo(pages(question.apply(plain), key));
  }

  private static List<Entry> pages(LongFunction<List<Entry>> page, ToLongFunction<Entry> key) {
    var all = new ArrayList<Entry>();
    long before = Long.MAX_VALUE;
    for (var next = page.apply(before); !next.isEmpty(); next = page.apply(before)) {
      all.addAll(next);
      before = key.applyAsLong(next.getLast());
    }
    assertThat(all).doesNotHaveDuplicates();
    return all;
  }

  private static long sequence(Entry entry) {
    return entry.event().needChange().sequence();
  }

  /// The same entries in a ledger that answers by looking at all of them.
  private InMemoryLedger mirror() {
    var time = new SetClock(START);
    var plain = new InMemoryLedger(ledger().head().origin(), time);
    for (var entry : ledger().entries(0, Integer.MAX_VALUE)) {
      var event = entry.event();
      time.set(event.time());
      long version = plain.state(event.stream()).version();
      new Story(plain).committed(Batch.expecting(event.stream(), version).add(event).build());
    }
    assertThat(plain.all()).isEqualTo(ledger().entries(0, Integer.MAX_VALUE));
    return plain;
  }

  @Test
  void an_intent_that_is_settled_late_keeps_its_place_by_sequence() {
    story().adopt(PROD, 1).authorise(PROD, EventKind.PROMOTION, 2).outside(PROD, 3);
    story().indeterminate(PROD);
    assertThat(ledger().changes(PROD, Long.MAX_VALUE, 10))
        .extracting(QuestionContract::sequence)
        .containsExactly(3L, 2L, 1L);
    assertThat(ledger().changes(PROD, 3, 1))
        .extracting(e -> e.event().kind())
        .containsExactly(EventKind.INDETERMINATE);
    assertThat(ledger().asOf(PROD, START.plusSeconds(1)).orElseThrow().event().kind())
        .isEqualTo(EventKind.INDETERMINATE);
  }

  @Test
  void a_bundle_is_found_wherever_it_was_named() {
    story().adopt(PROD, 1).authorise(PROD, EventKind.PROMOTION, 2);
    story().indeterminate(PROD).block("shop", 2);
    story().add(Events.refusal(DEV, Events.digest(2)).build());
    assertThat(ledger().byBundle(Events.digest(2), Long.MAX_VALUE, 10))
        .extracting(e -> e.event().kind())
        .containsExactly(
            EventKind.REFUSAL, EventKind.BLOCK, EventKind.INDETERMINATE, EventKind.AUTHORISATION);
    assertThat(ledger().byBundle(Events.digest(2), 3, 1))
        .extracting(Entry::index)
        .containsExactly(2L);
    assertThat(ledger().byBundle(Events.digest(77), Long.MAX_VALUE, 10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "main@sha1:%s",
        "refs/heads/main@sha1:%s",
        "refs/tags/v1@2/x@sha1:%s",
        "sha1:%s",
        "main/%s",
        "feature/a-b/%s",
        "%s"
      })
  void a_commit_is_found_in_every_form_of_a_revision(String form) {
    var commit = Events.commit(5);
    story().adopt(PROD, 1);
    var event =
        Events.adoption(ledger().alias(PROD), Events.bundle(5))
            .facts(Events.facts(5, form.formatted(commit)))
            .build();
    story().add(event);
    var upper = commit.substring(0, 12).toUpperCase(Locale.ROOT);
    for (var asked : List.of(commit, commit.substring(0, 7), upper)) {
      assertThat(ledger().byCommit(asked, Long.MAX_VALUE, 10))
          .as(asked)
          .extracting(Entry::index)
          .containsExactly(1L);
    }
    var last = commit.charAt(7) == '0' ? '1' : '0';
    assertThat(ledger().byCommit(commit.substring(0, 7) + last, Long.MAX_VALUE, 10)).isEmpty();
    assertThat(ledger().byCommit(commit, 1, 10)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "abcdef", "main@sha1:abcdef0", "%%%%%%%%", "zzzzzzzz"})
  void what_is_no_commit_is_refused_and_not_answered_with_nothing(String asked) {
    assertThatThrownBy(() -> ledger().byCommit(asked, Long.MAX_VALUE, 10))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("7");
  }

  @Test
  void a_key_is_bound_by_what_governs_alone() {
    story().adopt(PROD, 1).authorise(PROD, EventKind.PROMOTION, 2);
    var key = Events.key(PROD, 2).key();
    assertThat(ledger().byKey(PROD, key)).isEmpty();
    story().abandon(PROD);
    assertThat(ledger().byKey(PROD, key)).isEmpty();
    story().promote(PROD, 2);
    assertThat(ledger().byKey(PROD, key)).map(Entry::index).contains(4L);
    assertThat(ledger().byKey(DEV, key)).isEmpty();
  }

  @Test
  void an_entry_of_the_log_can_be_asked_for_before_anything_happened_to_an_alias() {
    story().adopt(PROD, 1);
    assertThat(ledger().asOf(PROD, START.minusMillis(1))).isEmpty();
    assertThat(ledger().asOf(DEV, START.plusSeconds(9))).isEmpty();
    assertThat(ledger().changes(DEV, Long.MAX_VALUE, 10)).isEmpty();
    assertThat(ledger().bySequence(PROD, 2)).isEmpty();
  }
}
