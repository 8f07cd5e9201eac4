package io.tagtrail.cli;

import io.tagtrail.cli.out.Page;
import io.tagtrail.cli.out.Style;
import io.tagtrail.cli.out.Table;
import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.clusters.ClusterSeen;
import io.tagtrail.server.wire.Ages;
import io.tagtrail.server.wire.ClusterTree;
import io.tagtrail.server.wire.Trees;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `tagtrail clusters`
@Command(name = "clusters", description = "The clusters that report what they run.")
final class ClustersCommand extends Verb {
  @Option(
      names = "--forget",
      paramLabel = "NAME",
      description = "forgets one that is gone for good; one that reports again is known again")
  @Nullable String forget;

  ClustersCommand(Session session) {
    super(session);
  }

  @Override
  ExitCode run() {
    try (var tagtrail = session().open()) {
      if (forget != null) {
        var name = ClusterReport.name(forget);
        if (!tagtrail.upkeep().forgetCluster(name)) {
          throw new NotFoundException("no cluster %s ever reported".formatted(name));
        }
        session()
            .answer(
                page -> page.line(name + " is forgotten"),
                () -> new ObjectBuilder().put("forgotten", name).build());
        return ExitCode.OK;
      }
      session().lasting("asking the clusters");
      var all = tagtrail.upkeep().clusters();
      session()
          .answer(
              page -> write(page, all, session().now()),
              () -> new ObjectBuilder().put("clusters", Trees.list(all, ClusterTree::of)).build());
      return ExitCode.OK;
    }
  }

  private static void write(Page page, List<ClusterSeen> all, Instant now) {
    if (all.isEmpty()) {
      page.line("no cluster reports what it runs (docs/flux.md)");
      return;
    }
    var table = new Table("CLUSTER", "HEARD OF", "BY", "SOURCES", "STATE");
    for (var each : all) {
      table.row(
          each.stale() || each.problem() != null ? Style.RED : Style.PLAIN,
          each.cluster(),
          Ages.ago(each.heard(), now),
          each.via(),
          String.valueOf(each.sources()),
          each.stale() ? "SILENT" : each.problem() == null ? "ok" : "PROBLEM");
      if (each.problem() != null) {
        table.note(each.problem());
      }
    }
    page.table(table);
  }
}
