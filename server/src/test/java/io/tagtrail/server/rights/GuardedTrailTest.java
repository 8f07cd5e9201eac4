package io.tagtrail.server.rights;

import static io.tagtrail.server.rights.RightsTest.allow;
import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.server.Told;
import io.tagtrail.server.config.Right;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// What of the record is read by whom.
final class GuardedTrailTest extends GuardedWorld {
  @Test
  void entries_are_filtered_and_nothing_is_read_beyond_what_was_asked_for() {
    recording.answering((name, arguments) ->
        name.equals("entries")
            ? page((Long) arguments[0], (Long) arguments[0] + (Integer) arguments[1])
            : null);
    var grants = List.of(allow("shop", "shop/*", null, Right.READ));
    var page = guarded(grants, SHOP).trail().entries(3, 300);
    assertThat(page).hasSize(75);
    assertThat(page.getFirst().entry().index()).isEqualTo(4);
    assertThat(page).allMatch(told -> told.entry().event().stream().key().equals("shop/prod"));
    assertThat(recording.calls)
        .as("who may read little does not walk the log to its end")
        .extracting(Recording.Call::arguments)
        .containsExactly(List.of(3L, 300));
    var auditor = List.of(allow("audit", "*/*", null, Right.AUDIT));
    assertThat(guarded(auditor, SHOP).trail().entries(0, 4))
        .extracting(told -> told.entry().event().stream().key())
        .containsExactly("shop/prod", "blog/prod", "", "blog");
  }

  @Test
  void what_is_about_the_ledger_or_another_application_is_for_auditors() {
    recording.answering((name, arguments) ->
        name.equals("entry") ? page((Long) arguments[0], 2_000).stream().findFirst() : null);
    var grants = List.of(allow("shop", "shop/*", null, Right.READ));
    assertThat(guarded(grants, SHOP).trail().entry(0)).isPresent();
    assertThat(guarded(grants, SHOP).trail().entry(1)).isEmpty();
    assertThat(guarded(grants, SHOP).trail().entry(2)).isEmpty();
    assertThat(guarded(grants, SHOP).trail().entry(3)).isEmpty();
  }

  private static List<Told> page(long from, long end) {
    return LongStream.range(from, Math.min(end, from + 500))
        .mapToObj(index -> new Told(entry(index), null, null, false))
        .toList();
  }
}
