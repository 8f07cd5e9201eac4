package io.tagtrail.server.client;

import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.promotion.Outcome;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Moves;
import io.tagtrail.server.wire.OutcomeTree;
import org.jspecify.annotations.Nullable;

/// Moves, asked of a server.
final class RemoteMoves implements Moves {
  private final Server server;

  RemoteMoves(Server server) {
    this.server = server;
  }

  @Override
  public Outcome promote(Alias alias, String source, boolean allowOlder, Ask ask) {
    if (source.startsWith("oci-layout:")) {
      throw new InvalidValueException(
          "a server cannot read a folder of this machine: push the bundle to a registry first, and"
              + " promote it from there");
    }
    var body = new ObjectBuilder().put("source", source);
    return move(alias, "promote", allowOlder ? body.put("allowOlder", true) : body, ask);
  }

  @Override
  public Outcome rollback(Alias alias, @Nullable String to, Ask ask) {
    return move(alias, "rollback", new ObjectBuilder().put("to", to), ask);
  }

  @Override
  public Outcome adopt(Alias alias, @Nullable String previous, Ask ask) {
    return move(alias, "adopt", new ObjectBuilder().put("previous", previous), ask);
  }

  @Override
  public Outcome takeOver(Alias alias, Ask ask) {
    return move(alias, "adopt", new ObjectBuilder().put("takeOver", true), ask);
  }

  @Override
  public Outcome relocate(Alias alias, Ask ask) {
    return move(alias, "relocate", new ObjectBuilder(), ask);
  }

  @Override
  public Outcome confirm(Alias alias, long intent, Ask ask) {
    return move(alias, "confirm", new ObjectBuilder().put("intent", intent), ask);
  }

  @Override
  public Outcome cancel(Alias alias, long intent, Ask ask) {
    return move(alias, "cancel", new ObjectBuilder().put("intent", intent), ask);
  }

  private Outcome move(Alias alias, String verb, ObjectBuilder body, Ask ask) {
    return server.post(
        Server.path(alias) + "/" + verb, body, ask, view -> OutcomeTree.read(view, server::hear));
  }
}
