package io.tagtrail.server.client;

import io.tagtrail.server.identity.DeviceLogin;
import io.tagtrail.server.identity.SavedLogins;
import io.tagtrail.server.wire.UnauthenticatedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What `tagtrail login` kept on this machine.
public final class SavedTokens {
  private SavedTokens() {}

  /// The person's folder for it.
  public static SavedLogins folder(Map<String, String> environment) {
    var home = environment.getOrDefault("HOME", "");
    return SavedLogins.of(
        environment, Path.of(home.isBlank() ? System.getProperty("user.home") : home));
  }

  /// @param issuerCa certificates that are trusted for the issuer instead of the system's
  public static TokenSource of(
      Map<String, String> environment,
      ServerAddress server,
      @Nullable Path issuerCa,
      InstantSource clock) {
    return () -> {
      try {
        var bearer =
            folder(environment)
                .bearer(
                    server.uri(),
                    clock.instant(),
                    login ->
                        new DeviceLogin(
                            login.issuer(), login.clientId(), login.scopes(), issuerCa, clock));
        return switch (bearer) {
          case SavedLogins.Bearer.Token token ->
              new TokenSource.Token(token.token(), "tagtrail login");
          case SavedLogins.Bearer.None none -> null;
          case SavedLogins.Bearer.Ended ended -> throw new UnauthenticatedException(ended.why());
        };
      } catch (IOException e) {
        throw new UnauthenticatedException(String.valueOf(e.getMessage()));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new UnauthenticatedException("interrupted while the sign-in was refreshed");
      }
    };
  }
}
