package io.tagtrail.server.sentinel;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.model.Alias;
import io.tagtrail.testkit.ledger.InMemoryNotes;
import io.tagtrail.testkit.ledger.SetClock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShareTest {
  private final SetClock clock = SetClock.at("2026-03-01T00:00:00Z");
  private final InMemoryNotes notes = new InMemoryNotes();
  private final List<Alias> aliases =
      IntStream.range(0, 300).mapToObj(n -> Alias.parse("shop" + n + "/prod")).toList();

  private long of(Share share) {
    return aliases.stream().filter(share::isMine).count();
  }

  @Test
  void each_alias_is_one_processs_and_all_have_about_the_same() {
    var all =
        List.of(
            new Share(notes, clock, "a"),
            new Share(notes, clock, "b"),
            new Share(notes, clock, "c"));
    all.forEach(Share::beat);
    all.forEach(Share::beat);

    for (var alias : aliases) {
      assertThat(all.stream().filter(share -> share.isMine(alias)).count()).isEqualTo(1);
    }
    assertThat(all).allSatisfy(share -> assertThat(of(share)).isBetween(60L, 140L));
  }

  @Test
  void the_share_of_one_that_is_gone_is_taken_over() {
    var here = new Share(notes, clock, "a");
    var gone = new Share(notes, clock, "b");
    gone.beat();
    here.beat();
    assertThat(of(here)).isLessThan(300);

    clock.advance(Duration.ofSeconds(80));
    here.beat();

    assertThat(of(here)).isEqualTo(300);
  }

  @Test
  void one_that_stops_in_order_is_missed_at_once_and_leaves_no_trace() {
    var here = new Share(notes, clock, "a");
    var stops = new Share(notes, clock, "b");
    stops.beat();
    here.beat();
    stops.leave();
    here.beat();

    assertThat(of(here)).isEqualTo(300);
    here.leave();
    assertThat(new Share(notes, clock, "c").newest()).isEmpty();
  }
}
