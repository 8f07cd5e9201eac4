package io.tagtrail.server.client;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.server.wire.Trees;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The API tokens of a server.
public final class ServerTokens {
  private final Api api;

  ServerTokens(Api api) {
    this.api = api;
  }

  /// A token as the server lists it: never its secret.
  public record Listed(
      String id,
      String label,
      List<String> scopes,
      Instant created,
      @Nullable Instant expires,
      @Nullable Instant revoked,
      @Nullable Instant lastUsed) {
    public Listed {
      scopes = List.copyOf(scopes);
    }
  }

  /// A new token: this is the only time that its secret is shown.
  public record Created(String id, String secret, @Nullable Instant expires) {
    /// Never the secret.
    @Override
    public String toString() {
      return "token " + id;
    }
  }

  public List<Listed> list() {
    return Trees.read(api.get("/tokens"), "tokens", ServerTokens::listed);
  }

  /// @param scopes what it is limited to, as `promote:shop/*`
  /// @param ttl how long it can be used; null for as long as the server lets it
  public Created create(String label, List<String> scopes, @Nullable Duration ttl) {
    var body =
        new ObjectBuilder()
            .put("label", label)
            .put("scopes", Trees.list(scopes, Json.Str::new))
            .putText("ttl", ttl)
            .build();
    var view = api.post("/tokens", body, null, null);
    return new Created(view.needText("id"), view.needText("token"), view.time("expires"));
  }

  public void revoke(String id) {
    api.delete("/tokens/" + Api.encoded(id));
  }

  private static Listed listed(ObjectView view) {
    return new Listed(
        view.needText("id"),
        view.needText("label"),
        view.texts("scopes"),
        view.needTime("created"),
        view.time("expires"),
        view.time("revoked"),
        view.time("lastUsed"));
  }
}
