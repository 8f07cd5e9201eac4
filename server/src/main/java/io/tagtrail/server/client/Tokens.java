package io.tagtrail.server.client;

import io.tagtrail.core.model.Text;
import io.tagtrail.oci.http.IoTrouble;
import io.tagtrail.server.wire.UnauthenticatedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the bearer token for a server, in this order: the variable that was named;
/// `TAGTRAIL_TOKEN`; the file of `TAGTRAIL_TOKEN_FILE`; the id token of a GitLab job in
/// `TAGTRAIL_ID_TOKEN`; one that GitHub Actions issues to this job; what `tagtrail login` kept.
public final class Tokens {
  public static final String TOKEN = "TAGTRAIL_TOKEN";
  public static final String TOKEN_FILE = "TAGTRAIL_TOKEN_FILE";

  /// What an `id_tokens:` of .gitlab-ci.yml is to be called.
  public static final String ID_TOKEN = "TAGTRAIL_ID_TOKEN";

  /// For whom a token is asked for, where that is not the server's address.
  public static final String AUDIENCE = "TAGTRAIL_AUDIENCE";

  private static final int FILE_BYTES = 64 << 10;

  private Tokens() {}

  /// @param named the variable that holds the token, by name; null where none was named
  /// @param saved what `tagtrail login` kept for the server
  public static TokenSource of(
      Map<String, String> environment,
      @Nullable String named,
      ServerAddress server,
      TokenSource saved) {
    return () ->
        List.<TokenSource>of(
                () -> required(environment, named),
                () -> variable(environment, TOKEN),
                () -> file(environment),
                () -> variable(environment, ID_TOKEN),
                () -> GitHubIdToken.of(environment, audience(environment, server)),
                saved)
            .stream()
            .map(TokenSource::token)
            .filter(token -> token != null)
            .findFirst()
            .orElse(null);
  }

  static String audience(Map<String, String> environment, ServerAddress server) {
    var named = environment.getOrDefault(AUDIENCE, "");
    return named.isBlank() ? server.toString() : named;
  }

  private static TokenSource.@Nullable Token required(
      Map<String, String> environment, @Nullable String named) {
    if (named == null) {
      return null;
    }
    var token = variable(environment, named);
    if (token == null) {
      throw new UnauthenticatedException(
          "--token-env names %s, which is not set".formatted(Text.clipped(named, 80)));
    }
    return token;
  }

  private static TokenSource.@Nullable Token variable(
      Map<String, String> environment, String name) {
    var value = environment.getOrDefault(name, "").strip();
    return value.isEmpty() ? null : new TokenSource.Token(value, Text.clipped(name, 80));
  }

  private static TokenSource.@Nullable Token file(Map<String, String> environment) {
    var name = environment.getOrDefault(TOKEN_FILE, "");
    if (name.isBlank()) {
      return null;
    }
    var file = Path.of(name);
    try {
      if (Files.size(file) > FILE_BYTES) {
        throw new UnauthenticatedException("the file %s holds no token".formatted(file));
      }
      return new TokenSource.Token(Files.readString(file).strip(), file.toString());
    } catch (IOException e) {
      throw new UnauthenticatedException(
          "the file %s of %s cannot be read: %s".formatted(file, TOKEN_FILE, IoTrouble.of(e)));
    }
  }
}
