package io.tagtrail.server.rights;

import static io.tagtrail.server.rights.RightsTest.allow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.Permission;
import io.tagtrail.server.clusters.ClusterSeen;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.identity.Scope;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Who tells of clusters, and who hears of them.
final class GuardedUpkeepTest extends GuardedWorld {
  @Test
  void an_agent_tells_of_its_own_cluster_alone_and_reads_nothing_by_it() {
    var grants = List.of(allow("agents", "clusters/eu", null, Right.REPORT));
    guarded(grants, SHOP).upkeep().report(new ClusterReport("eu", NOW, List.of(), null));
    assertThat(recording.calls).extracting(Recording.Call::method).containsExactly("report");
    assertThatThrownBy(() ->
            guarded(grants, SHOP).upkeep().report(new ClusterReport("us", NOW, List.of(), null)))
        .isInstanceOf(ForbiddenException.class)
        .hasMessageContaining("report on clusters/us is not allowed to you");
    assertThatThrownBy(() -> guarded(grants, SHOP).upkeep().clusters())
        .isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(
            () -> guarded(grants, SHOP).state().status(Alias.parse("clusters/eu"), false))
        .as("a cluster is no alias")
        .isInstanceOf(ForbiddenException.class);
    assertThat(recording.calls).hasSize(1);
  }

  @Test
  void what_keeps_us_from_a_cluster_is_told_to_those_alone_who_see_everything() {
    var away =
        new ClusterSeen("eu", NOW, NOW, false, "watch", 1, "https://10.0.0.7:6443: exec: token x");
    var well = new ClusterSeen("us", NOW, NOW, false, "agent", 2, null);
    recording.answering((name, arguments) -> name.equals("clusters") ? List.of(away, well) : null);
    var readers =
        guarded(List.of(allow("readers", "*/*", null, Right.READ)), SHOP).upkeep().clusters();
    assertThat(readers.getFirst().problem())
        .contains("could not look at everything")
        .doesNotContain("10.0.0.7", "exec");
    assertThat(readers.getFirst().sources()).isEqualTo(1);
    assertThat(readers.getLast()).isEqualTo(well);
    for (var right : List.of(Right.ADMIN, Right.AUDIT)) {
      var grants =
          List.of(allow("readers", "*/*", null, Right.READ), allow("all", "*/*", null, right));
      assertThat(guarded(grants, SHOP).upkeep().clusters())
          .as(right.label())
          .containsExactly(away, well);
    }
  }

  @Test
  void whoever_may_tell_of_every_cluster_may_still_read_nothing() {
    var grants = List.of(allow("agents", "*/*", null, Right.REPORT));
    assertThatThrownBy(() -> guarded(grants, SHOP).state().status(PROD, false))
        .isInstanceOf(ForbiddenException.class);
    assertThat(guarded(grants, SHOP).canI(null))
        .filteredOn(Permission::allowed)
        .extracting(Permission::right)
        .containsExactly("report");
  }

  @Test
  void a_token_for_one_cluster_tells_of_no_other() {
    var grants = List.of(allow("all", "*/*", null, Right.values()));
    var agent =
        Identities.workload(
            "acme/agent", new Scope(Set.of("report"), List.of("clusters/eu")), null);
    guarded(grants, agent).upkeep().report(new ClusterReport("eu", NOW, List.of(), null));
    assertThatThrownBy(() ->
            guarded(grants, agent).upkeep().report(new ClusterReport("us", NOW, List.of(), null)))
        .isInstanceOf(ForbiddenException.class);
    assertThatThrownBy(() -> guarded(grants, agent).state().status(PROD, false))
        .isInstanceOf(ForbiddenException.class);
  }
}
