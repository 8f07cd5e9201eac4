package io.tagtrail.server.client;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.wire.ServerException;
import io.tagtrail.server.wire.UnauthenticatedException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Asks GitHub Actions for the id token of this job (docs.github.com, "OpenID Connect reference"):
/// a job with `permissions: id-token: write` has an address and a token for it in its environment.
final class GitHubIdToken {
  static final String URL = "ACTIONS_ID_TOKEN_REQUEST_URL";
  static final String TOKEN = "ACTIONS_ID_TOKEN_REQUEST_TOKEN";
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private GitHubIdToken() {}

  /// Null where this is no such job.
  ///
  /// @throws UnauthenticatedException if GitHub does not give one
  static TokenSource.@Nullable Token of(Map<String, String> environment, String audience) {
    var url = environment.getOrDefault(URL, "");
    var secret = environment.getOrDefault(TOKEN, "");
    if (url.isBlank() || secret.isBlank()) {
      return null;
    }
    int query = url.indexOf('?');
    try (var http =
        new Http(
            ServerAddress.parse(query < 0 ? url : url.substring(0, query), false),
            null,
            TokenSource.of(secret, TOKEN))) {
      var path =
          (query < 0 ? "?" : url.substring(query) + "&") + "audience=" + Api.encoded(audience);
      var reply = http.send(new Http.Sent("GET", path, null, Map.of(), DEADLINE, false));
      if (!reply.isGood()) {
        throw failed("it answered " + reply.status());
      }
      return new TokenSource.Token(
          JsonReader.object(reply.body()).needText("value"), "GitHub Actions");
    } catch (ServerException | InvalidValueException e) {
      throw failed(String.valueOf(e.getMessage()));
    } catch (JsonException e) {
      // Not with its message: that may quote what should have been the token.
      throw failed("its answer holds no token");
    }
  }

  private static UnauthenticatedException failed(String why) {
    return new UnauthenticatedException("GitHub Actions gave no id token for this job: " + why);
  }
}
