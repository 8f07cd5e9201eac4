package io.tagtrail.server.client;

import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.wire.ServerException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where people sign in for a server: public.
public record ServerSignIn(URI issuer, String clientId, List<String> scopes) {
  public ServerSignIn {
    scopes = List.copyOf(scopes);
  }

  /// Asks the server, as nobody.
  ///
  /// @throws InvalidValueException if the server has no sign-in for people
  public static ServerSignIn ask(ServerAddress server, @Nullable Path ca) {
    try (var api = new Api(new Http(server, ca, TokenSource.none()))) {
      return read(server, api.get("/auth"));
    }
  }

  private static ServerSignIn read(ServerAddress server, ObjectView view) {
    var issuer = view.text("issuer");
    var client = view.text("clientId");
    if (issuer == null || client == null) {
      throw new InvalidValueException(
          "the server %s has no sign-in for people: use a token (TAGTRAIL_TOKEN)"
              .formatted(server));
    }
    try {
      return new ServerSignIn(new URI(issuer), client, view.texts("scopes"));
    } catch (URISyntaxException e) {
      throw new ServerException(
          0, false, "the server %s names an issuer that is no address".formatted(server), e);
    }
  }
}
