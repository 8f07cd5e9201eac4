package io.tagtrail.server.client;

import io.tagtrail.core.event.Stop;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.ledger.Entry;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.policy.Rules;
import io.tagtrail.core.promotion.Approving;
import io.tagtrail.core.promotion.Stops;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Controls;
import io.tagtrail.server.PolicyPreview;
import io.tagtrail.server.Told;
import io.tagtrail.server.wire.ApprovingTree;
import io.tagtrail.server.wire.PolicyTree;
import io.tagtrail.server.wire.RulesTree;
import io.tagtrail.server.wire.StopTree;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What governs moves, over a server.
final class RemoteControls implements Controls {
  private final Server server;

  RemoteControls(Server server) {
    this.server = server;
  }

  @Override
  public Approving.Result approve(
      Alias alias,
      @Nullable String bundle,
      @Nullable String requester,
      @Nullable Duration ttl,
      Ask ask) {
    var body = new ObjectBuilder().put("requester", requester).putText("ttl", ttl);
    if (bundle == null) {
      body.put("owed", true);
    } else {
      body.put("bundle", bundle);
    }
    return server.post(
        Server.path(alias) + "/approve", body, ask, view -> ApprovingTree.read(view, server::hear));
  }

  @Override
  public Stops.Result hold(Alias alias, Stop.Scope scope, @Nullable Instant until, Ask ask) {
    var body = new ObjectBuilder().put("scope", scope.label()).put("until", until);
    return stop(Server.path(alias) + "/hold", body, ask);
  }

  @Override
  public Stops.Result unhold(Alias alias, Ask ask) {
    return stop(Server.path(alias) + "/unhold", new ObjectBuilder(), ask);
  }

  @Override
  public Stops.Result block(String application, String bundle, Ask ask) {
    return stop(
        Server.path(application) + "/block", new ObjectBuilder().put("bundle", bundle), ask);
  }

  @Override
  public Stops.Result unblock(String application, String bundle, Ask ask) {
    return stop(
        Server.path(application) + "/unblock", new ObjectBuilder().put("bundle", bundle), ask);
  }

  private Stops.Result stop(String path, ObjectBuilder body, Ask ask) {
    return server.post(path, body, ask, view -> StopTree.read(view, server::hear));
  }

  @Override
  public Rules rules(Alias alias) {
    return server.get(Server.path(alias) + "/rules", RulesTree::read);
  }

  @Override
  public PolicyPreview previewPolicy() {
    return server.get("/policy", PolicyTree::read);
  }

  @Override
  public Optional<Entry> applyPolicy(Ask ask) {
    return server
        .post("/policy", new ObjectBuilder(), ask, PolicyTree::readApplied)
        .map(server::hear)
        .map(Told::entry);
  }
}
