package io.tagtrail.testkit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.ledger.Notes;
import io.tagtrail.core.ledger.Notes.Note;
import io.tagtrail.core.model.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/// Every promise of [Notes], for every implementation.
public abstract class NotesContract {
  private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

  /// The notes of this test, empty at its first call.
  protected abstract Notes notes();

  /// The same notes as another process has them; the same object where there are no processes.
  protected Notes elsewhere() {
    return notes();
  }

  private static Note note(String topic, String key, String value, long second) {
    return new Note(topic, key, value.getBytes(StandardCharsets.UTF_8), START.plusSeconds(second));
  }

  private static String text(Note note) {
    return new String(note.value(), StandardCharsets.UTF_8);
  }

  private String there(Notes notes, String key) {
    return notes.get("cluster", key).map(NotesContract::text).orElse("nothing");
  }

  @Test
  void a_note_is_read_back_as_it_was_given_by_whoever_asks() {
    assertThat(notes().get("cluster", "eu")).isEmpty();
    assertThat(notes().put(note("cluster", "eu", "grün \u0000 zwölf", 1))).isTrue();
    var read = elsewhere().get("cluster", "eu").orElseThrow();
    assertThat(text(read)).isEqualTo("grün \u0000 zwölf");
    assertThat(read.topic()).isEqualTo("cluster");
    assertThat(read.key()).isEqualTo("eu");
    assertThat(read.time()).isEqualTo(START.plusSeconds(1));
  }

  @Test
  void a_note_of_no_bytes_is_a_note() {
    notes().put(note("cluster", "eu", "", 1));
    assertThat(there(elsewhere(), "eu")).isEmpty();
  }

  @Test
  void a_later_note_takes_the_place_of_an_earlier_one_and_never_the_reverse() {
    assertThat(notes().put(note("cluster", "eu", "second", 2))).isTrue();
    assertThat(notes().put(note("cluster", "eu", "first", 1))).isFalse();
    assertThat(there(elsewhere(), "eu")).isEqualTo("second");
    assertThat(elsewhere().put(note("cluster", "eu", "third", 3))).isTrue();
    assertThat(there(notes(), "eu")).isEqualTo("third");
  }

  @Test
  void of_two_notes_of_one_moment_the_last_one_stays() {
    notes().put(note("cluster", "eu", "one", 1));
    assertThat(elsewhere().put(note("cluster", "eu", "other", 1))).isTrue();
    assertThat(there(notes(), "eu")).isEqualTo("other");
  }

  @Test
  void times_count_to_the_millisecond() {
    var time = START.plusNanos(1_000_900);
    notes().put(new Note("cluster", "eu", new byte[] {1}, time));
    var read = notes().get("cluster", "eu").orElseThrow();
    assertThat(read.time()).isEqualTo(START.plusMillis(1));
    assertThat(notes().put(new Note("cluster", "eu", new byte[] {2}, START.plusNanos(1_000_100))))
        .isTrue();
  }

  @Test
  void a_topic_is_listed_by_key_and_alone() {
    for (var key : List.of("b", "a/2", "Z", "a")) {
      notes().put(note("cluster", key, key, 1));
    }
    notes().put(note("cluster2", "a", "another", 1));
    assertThat(elsewhere().all("cluster"))
        .extracting(Note::key)
        .containsExactly("Z", "a", "a/2", "b");
    assertThat(notes().all("clust")).isEmpty();
  }

  @Test
  void what_is_removed_is_gone_and_may_come_back_earlier_than_it_was() {
    notes().put(note("cluster", "eu", "late", 9));
    notes().put(note("cluster", "us", "stays", 9));
    assertThat(elsewhere().remove("cluster", "eu")).isTrue();
    assertThat(notes().remove("cluster", "eu")).isFalse();
    assertThat(notes().get("cluster", "eu")).isEmpty();
    assertThat(there(notes(), "us")).isEqualTo("stays");
    assertThat(notes().put(note("cluster", "eu", "early", 1))).isTrue();
    assertThat(there(elsewhere(), "eu")).isEqualTo("early");
  }

  @Test
  void the_largest_note_is_kept_whole_and_a_larger_one_is_none() {
    var bytes = new byte[Notes.VALUE_BYTES];
    new Random(7).nextBytes(bytes);
    notes().put(new Note("cluster", "eu", bytes, START));
    assertThat(elsewhere().get("cluster", "eu").orElseThrow().value()).isEqualTo(bytes);
    assertThatThrownBy(() -> new Note("cluster", "eu", new byte[bytes.length + 1], START))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("at most");
  }

  @Test
  void nobody_changes_a_note_by_changing_his_array() {
    var bytes = new byte[] {1, 2};
    notes().put(new Note("cluster", "eu", bytes, START));
    bytes[0] = 9;
    var read = notes().get("cluster", "eu").orElseThrow();
    assertThat(read.value()).containsExactly(1, 2);
    read.value()[1] = 9;
    assertThat(notes().get("cluster", "eu").orElseThrow().value()).containsExactly(1, 2);
  }

  @Test
  void of_many_writers_at_once_the_latest_note_wins_whatever_the_order() throws Exception {
    long seed = Long.getLong("tagtrail.seed", System.nanoTime());
    System.out.println("NotesContract seed " + seed);
    var seconds = new ArrayList<Long>();
    for (long second = 0; second < 60; second++) {
      seconds.add(second);
    }
    Collections.shuffle(seconds, new Random(seed));
    try (var threads = Executors.newFixedThreadPool(4)) {
      var puts = new ArrayList<Callable<Boolean>>();
      for (var second : seconds) {
        var by = second % 2 == 0 ? notes() : elsewhere();
        puts.add(() -> by.put(note("cluster", "eu", "at " + second, second)));
      }
      for (var put : threads.invokeAll(puts)) {
        put.get();
      }
    }
    assertThat(there(notes(), "eu")).as("seed %d", seed).isEqualTo("at 59");
  }
}
