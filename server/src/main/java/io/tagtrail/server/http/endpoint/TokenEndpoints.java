package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.exchange.ProblemException;
import io.tagtrail.server.http.exchange.ProblemType;
import io.tagtrail.server.identity.ApiTokens;
import io.tagtrail.server.identity.Identities;
import io.tagtrail.server.identity.Identity;
import io.tagtrail.server.identity.Scope;
import io.tagtrail.server.wire.Trees;
import io.tagtrail.store.TokenStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The routes about tokens that Tagtrail itself gives out. Only a new token's own answer ever holds
/// its secret.
public final class TokenEndpoints {
  private static final Duration USUAL_TTL = Duration.ofDays(90);

  private final Supplier<@Nullable Identities> identities;
  private final Consumer<Identity> needAdmin;

  public TokenEndpoints(Supplier<@Nullable Identities> identities, Consumer<Identity> needAdmin) {
    this.identities = identities;
    this.needAdmin = needAdmin;
  }

  public Answer list(Call call) {
    call.query().done();
    needAdmin.accept(call.needAsker().identity());
    return Answer.json(
        new ObjectBuilder()
            .put("tokens", Trees.list(tokens().list(), TokenEndpoints::document))
            .build());
  }

  public Answer create(Call call) {
    record Wanted(String label, Scope scope, Duration ttl) {}
    var wanted =
        call.body(view -> {
          var ttl = view.parsed("ttl", Times::duration);
          return new Wanted(
              view.needText("label"), scope(view.texts("scopes")), ttl == null ? USUAL_TTL : ttl);
        });
    var by = call.needAsker().identity();
    needAdmin.accept(by);
    var created = tokens().create(wanted.label(), by, wanted.scope(), wanted.ttl());
    call.ended("token " + created.token().id());
    return Answer.json(
        201, describe(new ObjectBuilder(), created.token()).put("token", created.secret()).build());
  }

  public Answer revoke(Call call) {
    call.query().done();
    needAdmin.accept(call.needAsker().identity());
    var id = call.variable("id");
    if (!tokens().revoke(id)) {
      throw ProblemException.of(ProblemType.NOT_FOUND, "there is no token " + Text.clipped(id, 60));
    }
    call.ended("revoked " + id);
    return Answer.of(204);
  }

  private ApiTokens tokens() {
    var all = identities.get();
    if (all == null || !all.acceptsApiTokens()) {
      throw ProblemException.of(
          ProblemType.NOT_FOUND,
          "this server gives out no tokens (identity: {apiTokens: true} in its configuration)");
    }
    return all.apiTokens();
  }

  /// `right:alias` each. A scope is so many rights on so many aliases, and every right goes with
  /// every alias.
  private static Scope scope(List<String> texts) {
    var rights = new LinkedHashSet<String>();
    var aliases = new LinkedHashSet<String>();
    for (var text : texts) {
      int colon = text.indexOf(':');
      if (colon < 1) {
        throw new InvalidValueException(
            "not a scope: '%s' (right:alias, as in promote:shop/prod or read:*/*)"
                .formatted(Text.clipped(text, 80)));
      }
      rights.add(Right.parse(text.substring(0, colon)).label());
      aliases.add(text.substring(colon + 1));
    }
    var scope = new Scope(rights, new ArrayList<>(aliases));
    if (!new HashSet<>(texts).equals(new HashSet<>(texts(scope)))) {
      throw new InvalidValueException(
          "each right of a token goes with each of its aliases: name them all, or make a token for"
              + " each");
    }
    return scope;
  }

  private static List<String> texts(Scope scope) {
    return scope.rights().stream()
        .flatMap(right -> scope.aliases().stream().map(alias -> right + ":" + alias))
        .toList();
  }

  private static Json document(TokenStore.Token token) {
    return describe(new ObjectBuilder(), token).build();
  }

  private static ObjectBuilder describe(ObjectBuilder out, TokenStore.Token token) {
    return out.put("id", token.id())
        .put("label", token.label())
        .put("scopes", Trees.list(texts(ApiTokens.scope(token)), Json.Str::new))
        .put("created", token.created())
        .put("expires", token.expires())
        .put("revoked", token.revoked())
        .put("lastUsed", token.lastUsed());
  }
}
