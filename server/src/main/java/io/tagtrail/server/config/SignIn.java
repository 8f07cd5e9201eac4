package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How people sign in: by the authorization code flow with PKCE at one of the issuers.
///
/// @param issuer its name in the configuration
/// @param clientSecretEnv the environment variable with the client's secret; null for a public
///   client
/// @param scopes what is asked for; `openid` always is
/// @param publicUrl where browsers reach this server; its `/auth/callback` is what the issuer must
///   know as redirect address
public record SignIn(
    String issuer,
    String clientId,
    @Nullable String clientSecretEnv,
    List<String> scopes,
    URI publicUrl) {
  public SignIn {
    Text.bounded("the client id", clientId, 512);
    WebAddresses.secure("the public address (publicUrl)", publicUrl);
    if (publicUrl.getRawQuery() != null) {
      throw new InvalidValueException("the public address (publicUrl) has a query");
    }
    var all = new ArrayList<>(scopes);
    if (!all.contains("openid")) {
      all.addFirst("openid");
    }
    scopes = List.copyOf(all);
    for (var scope : scopes) {
      if (!scope.matches("[\\x21\\x23-\\x5b\\x5d-\\x7e]{1,256}")) {
        throw new InvalidValueException("not a scope: '%s'".formatted(Text.clipped(scope, 80)));
      }
    }
  }

  /// The one redirect address.
  public URI callback() {
    return URI.create(publicUrl.toString().replaceFirst("/+$", "") + "/auth/callback");
  }
}
