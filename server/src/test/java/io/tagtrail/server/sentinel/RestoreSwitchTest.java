package io.tagtrail.server.sentinel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.ledger.Notes;
import io.tagtrail.testkit.ledger.InMemoryNotes;
import io.tagtrail.testkit.ledger.SetClock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RestoreSwitchTest {
  private final SetClock clock = SetClock.at("2026-03-01T00:00:00Z");
  private final Away notes = new Away();

  /// Notes that can be away.
  private static final class Away implements Notes {
    private final InMemoryNotes inner = new InMemoryNotes();
    boolean away;

    /// What another process writes right before this one does, as often.
    int others;

    private InMemoryNotes here() {
      if (away) {
        throw new LedgerException(LedgerException.Kind.UNAVAILABLE, "away");
      }
      return inner;
    }

    @Override
    public Optional<Note> get(String topic, String key) {
      return here().get(topic, key);
    }

    @Override
    public List<Note> all(String topic) {
      return here().all(topic);
    }

    @Override
    public boolean put(Note note) {
      if (others > 0) {
        others--;
        var on = new RestoreSwitch.State(true, "another", null);
        here().put(new Note(note.topic(), note.key(), on.bytes(), note.time().plusSeconds(1)));
      }
      return here().put(note);
    }

    @Override
    public boolean remove(String topic, String key) {
      return here().remove(topic, key);
    }
  }

  private RestoreSwitch process() {
    return new RestoreSwitch(notes, clock);
  }

  @Test
  void it_is_on_until_something_happened_and_then_off_for_every_process() {
    var one = process();
    assertThat(one.state().on()).isTrue();

    assertThat(one.off("the ledger was away")).isTrue();

    var state = process().state();
    assertThat(state.on()).isFalse();
    assertThat(state.why()).isEqualTo("the ledger was away");
    assertThat(state.since()).isEqualTo(clock.instant());
  }

  @Test
  void the_first_reason_stays() {
    process().off("first");
    clock.advance(Duration.ofMinutes(1));

    assertThat(process().off("second")).isFalse();
    assertThat(process().state().why()).isEqualTo("first");
  }

  @Test
  void what_cannot_be_noted_is_remembered_and_noted_later() {
    var one = process();
    notes.away = true;
    assertThat(one.off("the ledger was away")).isTrue();
    assertThat(one.state().on()).isFalse();
    assertThatThrownBy(one::catchUp).isInstanceOf(LedgerException.class);
    notes.away = false;
    assertThat(process().state().on()).isTrue();

    one.catchUp();

    assertThat(process().state().on()).isFalse();
  }

  @Test
  void a_resumption_holds_for_all_and_only_once_it_is_noted() {
    process().off("first");
    var other = process();
    notes.away = true;
    assertThatThrownBy(() -> other.on("ann looked")).isInstanceOf(LedgerException.class);
    notes.away = false;
    assertThat(process().state().on()).isFalse();

    assertThat(other.on("ann looked").on()).isTrue();

    assertThat(process().state().on()).isTrue();
    assertThat(process().off("again")).isTrue();
  }

  @Test
  void what_others_write_at_the_same_time_does_not_swallow_it() {
    notes.others = 3;

    assertThat(process().off("first")).isTrue();

    assertThat(process().state().on()).isFalse();
    assertThat(process().state().why()).isEqualTo("first");
  }

  @Test
  void what_others_never_let_be_noted_is_remembered_until_it_can_be() {
    var one = process();
    notes.others = 1_000;
    assertThat(one.off("first")).isTrue();
    assertThat(one.state().on()).isFalse();
    assertThatThrownBy(() -> one.on("ann looked")).isInstanceOf(LedgerException.class);
    assertThat(one.state().on()).isFalse();
    notes.others = 0;

    one.catchUp();

    assertThat(process().state().why()).isEqualTo("first");
  }

  @Test
  void a_clock_that_is_behind_switches_it_too() {
    process().off("first");
    clock.advance(Duration.ofHours(-1));

    assertThat(process().on("ann looked").on()).isTrue();
    assertThat(process().off("second")).isTrue();
    assertThat(process().state().on()).isFalse();
  }
}
