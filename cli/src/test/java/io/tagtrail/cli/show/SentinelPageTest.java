package io.tagtrail.cli.show;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.cli.out.Page;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.sentinel.Look;
import io.tagtrail.server.sentinel.SentinelStatus;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class SentinelPageTest {
  private static final Instant NOW = Instant.parse("2026-02-14T12:00:00Z");
  private static final String WHY =
      "it was brought back from this bundle before (entry 41), and somebody insists: find out who"
          + " writes to the tag, then tagtrail rollback shop/prod";

  private static String page(SentinelStatus status, boolean server) {
    var page = new Page(80, false);
    SentinelPage.write(page, status, NOW, server);
    return page.text();
  }

  @Test
  void what_is_wrong_is_a_whole_sentence_and_no_word_is_one_of_a_machine() {
    var text =
        page(
            new SentinelStatus(
                true,
                true,
                null,
                null,
                1,
                List.of(
                    look("shop/dev", Look.Result.AS_RECORDED, null),
                    new Look(Alias.parse("shop/next"), null, Look.Result.NOT_YET, null),
                    look("shop/prod", Look.Result.MOVED_OUTSIDE, WHY))),
            true);
    assertThat(text.lines()).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(80));
    assertThat(text.replaceAll("\\s+", " "))
        .startsWith("ALIAS LOOKED THE TAG IS shop/prod")
        .contains("moved outside " + WHY)
        .contains("as recorded", "not looked at here yet")
        .doesNotContain("as-recorded", "not-yet", "…");
  }

  private static Look look(
      String alias, Look.Result result, @org.jspecify.annotations.Nullable String detail) {
    return new Look(Alias.parse(alias), NOW, result, detail);
  }

  @Test
  void whether_somebody_watches_is_said_by_a_server_alone() {
    var nobody = new SentinelStatus(false, true, null, null, 0, List.of());
    assertThat(page(nobody, true)).contains("this server does not watch the tags");
    assertThat(page(nobody, false).replaceAll("\\s+", " "))
        .contains("not known from here: ask the server, with --server");
  }
}
