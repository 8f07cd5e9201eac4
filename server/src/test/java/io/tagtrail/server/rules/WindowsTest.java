package io.tagtrail.server.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.policy.Evaluators.Windows;
import io.tagtrail.core.policy.Window;
import io.tagtrail.core.policy.Window.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class WindowsTest {
  private static final String BERLIN = "Europe/Berlin";
  private static final Window WEEKEND = deny("weekend", "0 18 * * 5", 62, BERLIN);
  private static final Window HOURS = allow("hours", "0 9 * * 1-4", 8, BERLIN);

  @Test
  void without_windows_moves_go_through() {
    assertThat(at("2026-11-21T12:00:00Z")).isEqualTo(new Windows.Open(null));
  }

  @Test
  void a_freeze_closes_says_why_and_when_it_opens() {
    var closed = closed("2026-11-21T12:00:00Z", WEEKEND);
    assertThat(closed.by()).isEqualTo(WEEKEND);
    assertThat(closed.opens()).isEqualTo("2026-11-23T07:00:00Z");
    assertThat(closed.why()).isEqualTo("the window weekend keeps moves out (nobody is there)");
    assertThat(open("2026-11-20T16:59:59.999Z", WEEKEND).closes())
        .isEqualTo("2026-11-20T17:00:00Z");
    assertThat(closed("2026-11-20T17:00:00Z", WEEKEND).opens()).isEqualTo("2026-11-23T07:00:00Z");
    assertThat(open("2026-11-23T07:00:00Z", WEEKEND).closes()).isEqualTo("2026-11-27T17:00:00Z");
  }

  @Test
  void where_windows_allow_one_has_to_be_open() {
    var closed = closed("2026-11-22T12:00:00Z", HOURS);
    assertThat(closed.by()).isNull();
    assertThat(closed.why())
        .isEqualTo("the window hours is not open, and moves go through in it only");
    assertThat(closed.opens()).isEqualTo("2026-11-23T08:00:00Z");
    assertThat(open("2026-11-23T08:00:00Z", HOURS).closes()).isEqualTo("2026-11-23T16:00:00Z");
    var late = allow("late", "0 16 * * 1", 4, BERLIN);
    assertThat(open("2026-11-23T15:30:00Z", HOURS, late).closes())
        .as("one window follows the other without a gap")
        .isEqualTo("2026-11-23T19:00:00Z");
  }

  @Test
  void a_window_that_denies_wins_over_one_that_allows() {
    var always = allow("always", "0 0 * * *", 24, "UTC");
    var closed = closed("2026-11-21T12:00:00Z", always, WEEKEND);
    assertThat(closed.by()).isEqualTo(WEEKEND);
    assertThat(closed.opens()).isEqualTo("2026-11-23T07:00:00Z");
  }

  @Test
  void the_next_opening_is_found_across_several_windows() {
    var yearEnd = once("year-end", "2026-11-23T00:00:00Z", "2026-11-25T12:00:00Z");
    var closed = closed("2026-11-21T12:00:00Z", WEEKEND, yearEnd, HOURS);
    assertThat(closed.opens())
        .as("weekend, then the days of the freeze, then office hours")
        .isEqualTo("2026-11-25T12:00:00Z");
    var longer = once("longer", null, "2026-11-25T20:00:00Z");
    assertThat(closed("2026-11-21T12:00:00Z", WEEKEND, yearEnd, longer, HOURS).opens())
        .isEqualTo("2026-11-26T08:00:00Z");
  }

  @Test
  void what_never_opens_again_says_so() {
    var end = once("end", "2026-01-01T00:00:00Z", null);
    var closed = closed("2026-11-21T12:00:00Z", end);
    assertThat(closed.opens()).isNull();
    assertThat(closed.why()).endsWith("no opening is to be seen");
    var whole = deny("whole", "0 0 * * *", 25, "UTC");
    assertThat(closed("2026-11-21T12:00:00Z", whole).opens()).isNull();
    assertThat(open("2025-11-21T12:00:00Z", end).closes()).isEqualTo("2026-01-01T00:00:00Z");
  }

  @Test
  void a_window_keeps_its_hours_on_the_wall_when_the_clocks_change() {
    // Berlin goes back on 2026-10-25 at 03:00 (UTC+2 to UTC+1), forward on 2026-03-29 at 02:00.
    assertThat(closed("2026-10-24T12:00:00Z", WEEKEND).opens())
        .as("Monday 08:00 is 07:00 UTC after the change, 63 hours later")
        .isEqualTo("2026-10-26T07:00:00Z");
    assertThat(closed("2026-03-28T12:00:00Z", WEEKEND).opens())
        .as("61 hours later")
        .isEqualTo("2026-03-30T06:00:00Z");
  }

  @Test
  void a_beginning_that_the_clock_jumps_over_is_the_moment_of_the_jump() {
    var night = deny("night", "30 2 * * *", 1, BERLIN);
    // 02:30 to 03:30 on the wall: 01:00Z is the jump from 02:00 to 03:00.
    assertThat(open("2026-03-29T00:59:59Z", night).closes()).isEqualTo("2026-03-29T01:00:00Z");
    assertThat(closed("2026-03-29T01:00:00Z", night).opens()).isEqualTo("2026-03-29T01:30:00Z");
    var within = deny("within", "10 2 * * *", Duration.ofMinutes(30), BERLIN);
    assertThat(open("2026-03-29T01:00:00Z", within).closes())
        .as("02:10 to 02:40 is not there on that day")
        .isEqualTo("2026-03-30T00:10:00Z");
  }

  @Test
  void where_the_clock_shows_a_time_twice_a_freeze_covers_both() {
    var night = deny("night", "0 2 * * *", Duration.ofMinutes(45), BERLIN);
    // 02:00 is at 00:00Z and again at 01:00Z.
    assertThat(closed("2026-10-25T00:00:00Z", night).opens()).isEqualTo("2026-10-25T01:45:00Z");
    assertThat(closed("2026-10-25T00:50:00Z", night).opens()).isEqualTo("2026-10-25T01:45:00Z");
    assertThat(closed("2026-10-25T01:44:59Z", night).opens()).isEqualTo("2026-10-25T01:45:00Z");
    assertThat(open("2026-10-25T01:45:00Z", night).closes()).isEqualTo("2026-10-26T01:00:00Z");
    var allowed = allow("allowed", "0 2 * * *", Duration.ofMinutes(45), BERLIN);
    assertThat(open("2026-10-25T00:44:59Z", allowed).closes()).isEqualTo("2026-10-25T00:45:00Z");
    assertThat(closed("2026-10-25T01:10:00Z", allowed).opens())
        .as("one that allows is open once")
        .isEqualTo("2026-10-26T01:00:00Z");
  }

  @Test
  void a_day_of_the_month_or_a_day_of_the_week_is_enough_as_cron_has_it() {
    var either = deny("either", "0 0 13 * 5", 24, "UTC");
    assertThat(at("2026-11-13T12:00:00Z", either)).isInstanceOf(Windows.Closed.class);
    assertThat(at("2026-11-20T12:00:00Z", either)).isInstanceOf(Windows.Closed.class);
    assertThat(at("2026-12-13T12:00:00Z", either)).isInstanceOf(Windows.Closed.class);
    assertThat(at("2026-11-21T12:00:00Z", either)).isInstanceOf(Windows.Open.class);
  }

  @Test
  void sunday_is_0_and_7() {
    for (var day : new String[] {"0", "7"}) {
      var sunday = deny("sunday", "0 0 * * " + day, 24, "UTC");
      assertThat(at("2026-11-22T12:00:00Z", sunday)).isInstanceOf(Windows.Closed.class);
      assertThat(at("2026-11-23T12:00:00Z", sunday)).isInstanceOf(Windows.Open.class);
    }
  }

  @Test
  void a_window_that_is_longer_than_the_time_between_its_beginnings_stays_open() {
    var chain = deny("chain", "0 */6 * * 1-5", 7, "UTC");
    assertThat(closed("2026-11-25T05:59:00Z", chain).opens()).isEqualTo("2026-11-28T01:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 18 * * 5 2026",
        "0 0 18 * * 5",
        "60 * * * *",
        "* * * *",
        "0 18 * * 8",
        "@daily",
        "x",
        "0 18 L * *",
        "* * * * * ?",
        "0 24 * * *",
        "0 0 0 * *"
      })
  void what_is_no_cron_expression_closes_and_is_refused_when_it_is_read(String cron) {
    var window = deny("bad", cron, 1, "UTC");
    assertThatThrownBy(() -> Recurrence.check(window)).isInstanceOf(InvalidValueException.class);
    assertThat(closed("2026-11-21T12:00:00Z", window).by()).isEqualTo(window);
  }

  @Test
  void what_never_comes_is_refused_when_it_is_read() {
    assertThatThrownBy(() -> Recurrence.check(deny("never", "0 0 31 2 *", 1, "UTC")))
        .isInstanceOf(InvalidValueException.class);
    Recurrence.check(deny("leap", "0 0 29 2 *", 1, "UTC"));
  }

  private static Windows at(String now, Window... windows) {
    return new LibraryEvaluators(SignatureChecks.NONE)
        .windows(List.of(windows), Instant.parse(now));
  }

  private static Windows.Closed closed(String now, Window... windows) {
    var at = at(now, windows);
    assertThat(at).as("at %s", now).isInstanceOf(Windows.Closed.class);
    return (Windows.Closed) at;
  }

  private static Windows.Open open(String now, Window... windows) {
    var at = at(now, windows);
    assertThat(at).as("at %s", now).isInstanceOf(Windows.Open.class);
    return (Windows.Open) at;
  }

  private static Window deny(String name, String cron, int hours, String zone) {
    return deny(name, cron, Duration.ofHours(hours), zone);
  }

  private static Window deny(String name, String cron, Duration length, String zone) {
    return new Window(name, Kind.DENY, cron, length, null, null, zone, "nobody is there");
  }

  private static Window allow(String name, String cron, int hours, String zone) {
    return allow(name, cron, Duration.ofHours(hours), zone);
  }

  private static Window allow(String name, String cron, Duration length, String zone) {
    return new Window(name, Kind.ALLOW, cron, length, null, null, zone, null);
  }

  private static Window once(String name, @Nullable String from, @Nullable String to) {
    return new Window(
        name,
        Kind.DENY,
        null,
        null,
        from == null ? null : Instant.parse(from),
        to == null ? null : Instant.parse(to),
        "UTC",
        null);
  }
}
