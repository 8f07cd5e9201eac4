package io.tagtrail.server.client;

import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.Safety;
import io.tagtrail.server.doctor.Evidence;
import io.tagtrail.server.readiness.Report;
import io.tagtrail.server.retention.Target;
import io.tagtrail.server.wire.EvidenceTree;
import io.tagtrail.server.wire.TargetTree;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How safe aliases are, as the server sees it.
final class RemoteSafety implements Safety {
  private final Server server;

  RemoteSafety(Server server) {
    this.server = server;
  }

  @Override
  public Evidence evidence(Alias alias) {
    return server.get(
        Server.path(alias) + "/doctor", view -> EvidenceTree.read(view.needObject("evidence")));
  }

  @Override
  public Report readiness(@Nullable Alias alias, boolean look) {
    if (alias == null) {
      var report = server.get("/readiness", Report::fromJson);
      if (!look) {
        return report;
      }
      // One after another: a request for all of them would last too long.
      Stream.concat(report.aliases().stream().map(each -> each.alias()), report.missing().stream())
          .forEach(each -> readiness(each, true));
      return server.get("/readiness", Report::fromJson);
    }
    var path = Server.path(alias) + "/readiness";
    return look
        ? server.post(path, new ObjectBuilder(), Report::fromJson)
        : server.get(path, Report::fromJson);
  }

  @Override
  public List<Target> targets(Alias alias) {
    return server.get(Server.path(alias) + "/targets", TargetTree::readAll);
  }
}
