package io.tagtrail.server.sentinel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.policy.Assurance;
import io.tagtrail.server.sentinel.LedgerView.Refreshed;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerViewTest {
  private final Yard yard = new Yard(Assurance.Outside.RECORD, Yard.everySecond());
  private final LedgerView view = new LedgerView();

  @Test
  void only_the_aliases_of_new_entries_are_read_again() throws InterruptedException {
    for (int n = 0; n < 20; n++) {
      yard.promote(n, n);
    }
    assertThat(view.refresh(yard.ledger)).isInstanceOf(Refreshed.Grown.class);
    assertThat(view.all()).hasSize(20);
    yard.promote(3, 300);
    yard.calls.clear();

    assertThat(view.refresh(yard.ledger)).isInstanceOf(Refreshed.Grown.class);

    assertThat(yard.calls.of("ledger.state")).isEqualTo(1);
    assertThat(view.of(Yard.alias(3)).orElseThrow().observed())
        .isEqualTo(Yard.bundle(300).digest());
    yard.calls.clear();
    assertThat(view.refresh(yard.ledger)).isInstanceOf(Refreshed.Same.class);
    assertThat(yard.calls).containsExactly("ledger.head");
  }

  @Test
  void a_ledger_that_lost_entries_is_told() throws InterruptedException {
    yard.promote(0, 1);
    yard.promote(0, 2);
    view.refresh(yard.ledger);
    var backup = new Yard(Assurance.Outside.RECORD, Yard.everySecond());
    backup.promote(0, 1);

    assertThat(view.refresh(backup.ledger)).isInstanceOf(Refreshed.Backwards.class);
    assertThat(view.refresh(backup.ledger)).isInstanceOf(Refreshed.Same.class);
  }

  @Test
  void a_ledger_that_lost_entries_and_grew_past_them_is_told() throws InterruptedException {
    yard.promote(0, 1);
    view.refresh(yard.ledger);
    var other = new Yard(Assurance.Outside.RECORD, Yard.everySecond());
    other.promote(0, 2);
    other.promote(0, 3);

    assertThat(view.refresh(other.ledger)).isInstanceOf(Refreshed.Backwards.class);
  }

  @Test
  void a_refresh_that_failed_in_the_middle_is_made_again() throws InterruptedException {
    yard.promote(0, 1);
    yard.promote(0, 2);
    view.refresh(yard.ledger);
    var backup = new Yard(Assurance.Outside.RECORD, Yard.everySecond());
    backup.promote(0, 1);
    long newest = backup.memory.head().size() - 1;
    for (var call : List.of("ledger.entry", "ledger.aliases", "ledger.state")) {
      backup.fails = call;

      assertThatThrownBy(() -> view.refresh(backup.ledger))
          .as(call)
          .isInstanceOf(LedgerException.class);
    }
    backup.fails = null;

    assertThat(view.refresh(backup.ledger)).isInstanceOf(Refreshed.Backwards.class);
    assertThat(view.of(Yard.alias(0)).orElseThrow().version()).isLessThanOrEqualTo(newest);
    assertThat(view.refresh(backup.ledger)).isInstanceOf(Refreshed.Same.class);
  }

  @Test
  void what_a_clock_that_was_ahead_noted_of_a_ledger_is_taken_over() throws InterruptedException {
    yard.promote(0, 1);
    new LedgerMemory(yard.notes, () -> yard.time.now().plus(Duration.ofHours(6)))
        .keep(yard.memory.head());
    yard.promote(0, 2);
    var before = new Yard(Assurance.Outside.RECORD, Yard.everySecond());
    before.promote(0, 1);

    new LedgerMemory(yard.notes, yard.time::now).keep(yard.memory.head());

    assertThat(new LedgerMemory(yard.notes, yard.time::now).contradicts(before.memory.head()))
        .hasValueSatisfying(what -> assertThat(what).contains("had " + yard.memory.head().size()));
  }

  @Test
  void what_a_ledger_was_outlives_the_process() throws InterruptedException {
    yard.promote(0, 1);
    yard.promote(0, 2);
    new LedgerMemory(yard.notes, yard.time::now).keep(yard.memory.head());
    var backup = new Yard(Assurance.Outside.RECORD, Yard.everySecond());
    backup.promote(0, 1);
    var anew = new LedgerMemory(yard.notes, yard.time::now);

    assertThat(anew.contradicts(yard.memory.head())).isEmpty();
    assertThat(anew.contradicts(backup.memory.head()))
        .hasValueSatisfying(what -> assertThat(what).contains("entries and had"));
  }
}
