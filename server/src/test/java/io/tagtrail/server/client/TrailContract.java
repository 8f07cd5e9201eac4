package io.tagtrail.server.client;

import static io.tagtrail.server.client.Contract.moved;
import static io.tagtrail.server.client.Contract.sequence;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// The contract of [io.tagtrail.server.Trail]: entries, told, found, proven.
interface TrailContract extends Contract {
  @Test
  default void the_history_is_told_newest_first_page_by_page() throws Exception {
    for (int i = 1; i <= 4; i++) {
      promoted(DEV, i);
    }
    var all = tagtrail().trail().history(DEV, false, Long.MAX_VALUE, 100);
    assertThat(all).extracting(Contract::sequence).containsExactly(4L, 3L, 2L, 1L);
    assertThat(tagtrail().trail().history(DEV, false, 4, 2)).isEqualTo(all.subList(1, 3));
    assertThat(tagtrail().trail().history(DEV, true, Long.MAX_VALUE, 3))
        .hasSize(3)
        .allSatisfy(told -> assertThat(told.entry().event().alias()).isEqualTo(DEV));
  }

  @Test
  default void addresses_digests_commits_and_runs_are_found() throws Exception {
    var one = shop().push(DEV, 1);
    moved(tagtrail().moves().promote(DEV, one, false, ask("4711")));
    promoted(DEV, 2);
    assertThat(tagtrail().trail().resolve("shop/dev~1").map(Contract::sequence)).contains(1L);
    assertThat(tagtrail().trail().resolve("shop/dev#2").map(Contract::sequence)).contains(2L);
    assertThat(tagtrail().trail().resolve("shop/dev~7")).isEmpty();
    for (var what : List.of(shop().digest(1).toString(), shop().commit(1), "4711")) {
      assertThat(tagtrail().trail().search(what, 10))
          .as(what)
          .singleElement()
          .satisfies(found -> {
            assertThat(found.alias()).isEqualTo(DEV);
            assertThat(found.until()).isNotNull();
            assertThat(sequence(found.told())).isEqualTo(1);
          });
    }
    assertThat(tagtrail().trail().search("nothing-like-it", 10)).isEmpty();
  }

  @Test
  default void entries_are_told_from_an_index_on_and_prove_the_log() throws Exception {
    promoted(DEV, 1);
    promoted(DEV, 2);
    tagtrail().upkeep().deliver(10);
    var head = tagtrail().trail().head();
    var all = tagtrail().trail().entries(0, 500);
    assertThat(all).hasSize((int) head.size());
    assertThat(all).extracting(told -> told.entry().index()).isSorted();
    assertThat(tagtrail().trail().entries(1, 2)).isEqualTo(all.subList(1, 3));
    assertThat(tagtrail().trail().entries(head.size(), 5)).isEmpty();
    assertThat(tagtrail().trail().verify(DEV, true).problems()).isEmpty();
    assertThat(tagtrail().trail().verify(DEV, true).changes()).isEqualTo(2);
    assertThat(tagtrail().upkeep().pending()).isNotNegative();
  }
}
