package io.tagtrail.server.client;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.Controls;
import io.tagtrail.server.Moves;
import io.tagtrail.server.Permission;
import io.tagtrail.server.Safety;
import io.tagtrail.server.Tagtrail;
import io.tagtrail.server.Trail;
import io.tagtrail.server.Upkeep;
import io.tagtrail.server.Who;
import io.tagtrail.server.wire.PermissionTree;
import io.tagtrail.server.wire.WhoTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Tagtrail over a server. What a local ledger throws, this throws too; beside it
/// [io.tagtrail.server.wire.UnauthenticatedException] and
/// [io.tagtrail.server.wire.ServerException].
public final class RemoteTagtrail implements Tagtrail {
  private final Server server;
  private final Moves moves;
  private final Controls controls;
  private final Trail trail;
  private final RemoteState state;
  private final Safety safety;
  private final Upkeep upkeep;

  private RemoteTagtrail(Server server) {
    this.server = server;
    this.moves = new RemoteMoves(server);
    this.controls = new RemoteControls(server);
    this.trail = new RemoteTrail(server);
    this.state = new RemoteState(server);
    this.safety = new RemoteSafety(server);
    this.upkeep = new RemoteUpkeep(server);
  }

  /// Nothing is sent before the first question.
  ///
  /// @param ca certificates in PEM that are trusted instead of the system's; null for the system's
  public static RemoteTagtrail at(ServerAddress server, @Nullable Path ca, TokenSource tokens) {
    return new RemoteTagtrail(new Server(new Api(new Http(server, ca, tokens))));
  }

  /// What else the server can be asked, which no local ledger answers.
  public ServerTokens tokens() {
    return new ServerTokens(server.api());
  }

  /// The entries as they come.
  public EventStream events() {
    return new EventStream(server.api());
  }

  @Override
  public Alias alias(String text) {
    if (text.matches("[a-z0-9-]+/[a-z0-9-]+")) {
      return Alias.parse(text);
    }
    if (!text.startsWith("oci://") && (text.indexOf(':') < 0 || text.indexOf('/') < 0)) {
      return Alias.parse(text);
    }
    return server.get(
        "/alias?text=" + Api.encoded(text), view -> view.needParsed("alias", Alias::parse));
  }

  @Override
  public Optional<Location> configured(Alias alias) {
    return server.configured(alias);
  }

  @Override
  public List<Permission> canI(@Nullable Alias alias) {
    return server.get(
        "/can-i" + (alias == null ? "" : "?alias=" + Api.encoded(alias.toString())),
        PermissionTree::readAll);
  }

  @Override
  public Who whoAmI() {
    return server.get("/whoami", WhoTree::read);
  }

  @Override
  public Moves moves() {
    return moves;
  }

  @Override
  public Controls controls() {
    return controls;
  }

  @Override
  public Trail trail() {
    return trail;
  }

  @Override
  public RemoteState state() {
    return state;
  }

  @Override
  public Safety safety() {
    return safety;
  }

  @Override
  public Upkeep upkeep() {
    return upkeep;
  }

  @Override
  public void close() {
    server.api().close();
  }
}
