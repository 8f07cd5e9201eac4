package io.tagtrail.server.client;

import io.tagtrail.core.history.Status;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Alias;
import io.tagtrail.server.Checked;
import io.tagtrail.server.State;
import io.tagtrail.server.inside.Compared;
import io.tagtrail.server.wire.CheckedTree;
import io.tagtrail.server.wire.ComparedTree;
import io.tagtrail.server.wire.StatusReader;
import io.tagtrail.server.wire.Trees;
import java.util.List;

/// How aliases stand, over a server.
public final class RemoteState implements State {
  private final Server server;

  RemoteState(Server server) {
    this.server = server;
  }

  @Override
  public Status status(Alias alias, boolean ask) {
    return server.get(Server.path(alias) + "?ask=" + ask, this::status);
  }

  private Status status(ObjectView view) {
    var status = new StatusReader(server::hear).read(view);
    server.placed(status.state().alias(), view);
    return status;
  }

  @Override
  public List<Status> board(boolean ask) {
    return server.get("/aliases?ask=" + ask, view -> Trees.read(view, "aliases", this::status));
  }

  /// The board of one application, without those of all others.
  public List<Status> board(String application, boolean ask) {
    var path = "/aliases?ask=%s&application=%s".formatted(ask, Alias.application(application));
    return server.get(path, view -> Trees.read(view, "aliases", this::status));
  }

  @Override
  public Compared diff(String range) {
    return server.get("/diff?range=" + Api.encoded(range), ComparedTree::read);
  }

  @Override
  public Checked check(Alias alias) {
    return server.post(Server.path(alias) + "/check", new ObjectBuilder(), CheckedTree::read);
  }

  @Override
  public List<Alias> unfinished() {
    return server.get(
        "/unfinished", view -> view.texts("aliases").stream().map(Alias::parse).toList());
  }
}
