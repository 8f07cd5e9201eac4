package io.tagtrail.core.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Stream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class EventTest {
  /// An event of each kind, with every part that the kind must have and with those that it may.
  private static Event.Builder sample(EventKind kind) {
    var stream =
        switch (kind) {
          case BLOCK, UNBLOCK -> Stream.application("shop");
          case POLICY_CHANGE -> Stream.LEDGER;
          default -> Widest.ALIAS.stream();
        };
    var builder =
        Event.of(kind, stream, "request-1")
            .facts(Widest.facts("x"))
            .decision(Widest.decision("d", 3))
            .subject(Widest.DIGEST);
    if (kind.changesState() || kind == EventKind.AUTHORISATION || kind == EventKind.ABANDONED) {
      builder.change(Widest.change());
    }
    if (kind == EventKind.AUTHORISATION) {
      builder.intent(
          new Intent(
              EventKind.PROMOTION, Intent.Write.SERVER, Widest.TIME, Widest.TIME.plusSeconds(1)));
    }
    if (kind.isMove() || kind == EventKind.INDETERMINATE || kind == EventKind.ABANDONED) {
      builder.settlement(new Settlement(7, Settlement.How.READ_BACK, Settlement.Sent.YES));
    }
    return switch (kind) {
      case HOLD -> builder.stop(new Stop(Stop.Scope.FORWARD, null, Widest.TIME, null));
      case UNHOLD -> builder.stop(new Stop(Stop.Scope.ALL, null, null, 7L));
      case BLOCK -> builder.stop(new Stop(Stop.Scope.BUNDLE, Widest.DIGEST, null, null));
      case UNBLOCK -> builder.stop(new Stop(Stop.Scope.BUNDLE, Widest.DIGEST, null, 7L));
      default -> builder;
    };
  }

  @ParameterizedTest
  @EnumSource
  void an_event_of_every_kind_is_read_as_it_was_written(EventKind kind) {
    var event = sample(kind).build().at(Widest.TIME);

    var again = Event.decode(event.encode());

    assertThat(again).isEqualTo(event);
    assertThat(again.encode()).isEqualTo(event.encode());
    assertThat(JsonReader.read(event.encode()).canonicalBytes()).isEqualTo(event.encode());
  }

  @ParameterizedTest
  @EnumSource
  void an_event_with_a_part_that_its_kind_has_not_or_without_one_that_it_has_is_refused(
      EventKind kind) {
    var whole = sample(kind).build();
    var intent = new Intent(EventKind.PROMOTION, Intent.Write.SERVER, Widest.TIME, Widest.TIME);
    var stop = new Stop(Stop.Scope.ALL, null, null, null);

    assertThatThrownBy(
            () -> with(whole, whole.intent() == null ? intent : null, whole.change(), whole.stop()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(kind.label());
    assertThatThrownBy(() ->
            with(
                whole,
                whole.intent(),
                whole.change() == null ? Widest.change() : null,
                whole.stop()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(kind.label());
    assertThatThrownBy(
            () -> with(whole, whole.intent(), whole.change(), whole.stop() == null ? stop : null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(kind.label());
  }

  private static Event with(
      Event it,
      @org.jspecify.annotations.Nullable Intent intent,
      @org.jspecify.annotations.Nullable Change change,
      @org.jspecify.annotations.Nullable Stop stop) {
    return new Event(
        it.kind(),
        it.stream(),
        it.time(),
        it.request(),
        intent,
        change,
        it.settlement(),
        stop,
        it.facts(),
        it.decision(),
        it.approvals(),
        it.set(),
        it.images(),
        it.key(),
        it.subject(),
        it.commitments());
  }

  @ParameterizedTest
  @EnumSource(names = {"PROMOTION", "ROLLBACK", "RELOCATION", "INDETERMINATE", "ABANDONED"})
  void what_was_authorised_says_how_it_was_settled(EventKind kind) {
    assertThatThrownBy(
            () -> Event.of(kind, Widest.ALIAS.stream(), "r").change(Widest.change()).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("settlement");
  }

  @Test
  void only_an_outside_move_and_what_nobody_knows_may_have_no_bundle() {
    var gone = new Change(1, Widest.LOCATION, null, Widest.DIGEST, null, null, null, null);

    assertThatCode(
            () -> Event.of(EventKind.OUTSIDE_MOVE, Widest.ALIAS.stream(), "r").change(gone).build())
        .doesNotThrowAnyException();
    assertThatThrownBy(
            () -> Event.of(EventKind.ADOPTION, Widest.ALIAS.stream(), "r").change(gone).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bundle");
  }

  @Test
  void an_event_of_an_alias_cannot_be_of_the_whole_ledger() {
    assertThatThrownBy(
            () -> Event.of(EventKind.PROMOTION, Stream.LEDGER, "r").change(Widest.change()).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Event.of(EventKind.POLICY_CHANGE, Widest.ALIAS.stream(), "r").build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void an_event_of_a_later_version_is_named_as_that() {
    var text = new String(Widest.promotion("x", 1).encode(), StandardCharsets.UTF_8);
    var later = text.replace("\"v\":1}", "\"v\":2}");

    assertThat(later).isNotEqualTo(text);
    assertThatThrownBy(() -> Event.decode(later.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("2");
  }

  @Test
  void an_event_with_a_member_that_is_not_known_is_refused() {
    var text = new String(Widest.promotion("x", 1).encode(), StandardCharsets.UTF_8);
    var more = text.replaceFirst("\\{", "{\"a0\":1,");

    assertThatThrownBy(() -> Event.decode(more.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("a0");
  }

  @Test
  void an_event_at_every_bound_fits_into_an_entry() {
    assertThat(Widest.promotion("x", Decision.MAX_CHECKS).encode().length)
        .isLessThanOrEqualTo(Event.MAX_BYTES);
    // Each quotation mark takes two bytes in JSON: with as many checks as the path makes it still
    // fits.
    assertThat(Widest.promotion("\"", 16).encode().length).isLessThanOrEqualTo(Event.MAX_BYTES);
  }

  @Test
  void an_event_that_is_too_wide_is_refused_with_both_sizes() {
    assertThatThrownBy(() -> Widest.promotion("\"", Decision.MAX_CHECKS).encode())
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("65535");
  }

  @Test
  void bounds_of_lists_are_kept() {
    assertThatThrownBy(() -> Widest.decision("x", Decision.MAX_CHECKS + 1))
        .isInstanceOf(InvalidValueException.class);
    var approval = new Approval(1L, FactStatus.VERIFIED, Widest.DIGEST, Widest.DIGEST, null, null);
    assertThatThrownBy(() ->
            Event.of(EventKind.APPROVAL, Widest.ALIAS.stream(), "r")
                .approvals(Collections.nCopies(Event.MAX_APPROVALS + 1, approval))
                .build())
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void a_time_is_kept_to_the_millisecond() {
    var event = sample(EventKind.HOLD).build().at(Instant.parse("2026-01-31T12:00:00.123999Z"));

    assertThat(event.time()).isEqualTo(Instant.parse("2026-01-31T12:00:00.123Z"));
    assertThat(Event.decode(event.encode()).time()).isEqualTo(event.time());
  }

  @Test
  void a_persons_name_does_not_go_into_an_entry() {
    assertThatThrownBy(() -> new Mover(Mover.Kind.PERSON, FactStatus.VERIFIED, "idp", "alice"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void a_side_record_can_only_be_proved_with_its_salt() {
    var one = SideRecord.of(Commitments.REASON, "because");
    var other = SideRecord.of(Commitments.REASON, "because");

    assertThat(one.commitment()).isNotEqualTo(other.commitment());
    assertThat(new SideRecord(one.field(), one.salt(), "because").commitment())
        .isEqualTo(one.commitment());
    assertThat(new SideRecord(one.field(), one.salt(), "Because").commitment())
        .isNotEqualTo(one.commitment());
    assertThat(new SideRecord(Commitments.MOVER, one.salt(), "because").commitment())
        .isNotEqualTo(one.commitment());
  }
}
