package io.tagtrail.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.tagtrail.core.cluster.Health;
import io.tagtrail.core.json.Times;
import io.tagtrail.server.clusters.Reports;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The contract of [io.tagtrail.server.Upkeep]: the clusters that report.
interface UpkeepContract extends Contract {
  @Test
  default void what_clusters_report_is_told_of_the_alias_whose_tag_they_follow() throws Exception {
    tagtrail().moves().promote(DEV, shop().push(DEV, 1), false, ask());
    var now = Times.millis(Instant.now());
    var source = Reports.source(shop().location(DEV), shop().digest(1), now, Health.HEALTHY);
    assertThat(tagtrail().upkeep().report(Reports.of("eu", now, source))).isTrue();
    assertThat(tagtrail().upkeep().report(Reports.of("eu", now.minusSeconds(60)))).isFalse();
    assertThat(tagtrail().upkeep().clusters())
        .singleElement()
        .satisfies(seen -> {
          assertThat(seen.cluster()).isEqualTo("eu");
          assertThat(seen.claimed()).isEqualTo(now);
          assertThat(seen.stale()).isFalse();
          assertThat(seen.sources()).isEqualTo(1);
        });
    for (var status :
        List.of(tagtrail().state().status(DEV, false), tagtrail().state().status(DEV, true))) {
      assertThat(status.clusters())
          .singleElement()
          .satisfies(each -> {
            assertThat(each.cluster()).isEqualTo("eu");
            assertThat(each.stale()).isFalse();
            assertThat(each.source()).isEqualTo(source);
          });
    }
    assertThat(tagtrail().state().status(PROD, false).clusters()).isEmpty();
    assertThat(tagtrail().upkeep().forgetCluster("eu")).isTrue();
    assertThat(tagtrail().upkeep().forgetCluster("eu")).isFalse();
    assertThat(tagtrail().upkeep().clusters()).isEmpty();
    assertThat(tagtrail().state().status(DEV, false).clusters()).isEmpty();
  }
}
