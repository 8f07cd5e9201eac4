package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.exchange.Problem;
import io.tagtrail.server.http.exchange.ProblemException;
import io.tagtrail.server.http.exchange.ProblemType;
import io.tagtrail.server.identity.Identities;
import io.tagtrail.server.identity.SignInFlow;
import io.tagtrail.server.wire.Trees;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The routes by which people sign in with a browser.
public final class SignInEndpoints {
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Supplier<@Nullable Identities> identities;

  public SignInEndpoints(Supplier<@Nullable Identities> identities) {
    this.identities = identities;
  }

  /// What a client must know to sign a person in, or that nobody can.
  public Answer about(Call call) {
    call.query().done();
    var all = identities.get();
    var out = new ObjectBuilder().put("apiTokens", all != null && all.acceptsApiTokens());
    Optional.ofNullable(all)
        .flatMap(Identities::login)
        .ifPresent(login ->
            out.putText("issuer", login.issuer())
                .put("clientId", login.clientId())
                .put("scopes", Trees.list(login.scopes(), Json.Str::new)));
    return Answer.json(out.build());
  }

  public Answer login(Call call) throws InterruptedException {
    var returnTo = call.query().text("returnTo");
    call.query().done();
    return switch (flow().start(returnTo)) {
      case SignInFlow.Started.Redirect redirect ->
          Answer.of(302)
              .with("Location", redirect.to().toString())
              .with("Set-Cookie", redirect.setCookie());
      case SignInFlow.Started.Unavailable(String why) ->
          Problem.of(ProblemType.ISSUER_UNAVAILABLE, why).retryAfter(SOON).answer(call.request());
    };
  }

  public Answer callback(Call call) throws InterruptedException {
    var flow = flow();
    // Issuers add parameters of their own.
    var params = call.query().all();
    return switch (flow.callback(
        params, call.cookie(flow.loginCookie()), call.cookie(flow.sessionCookie()))) {
      case SignInFlow.Ended.SignedIn in ->
          cookies(Answer.of(303).with("Location", in.returnTo()), in.setCookies());
      case SignInFlow.Ended.Failed failed ->
          cookies(
              failed.away()
                  ? Problem.of(ProblemType.ISSUER_UNAVAILABLE, failed.why())
                      .retryAfter(SOON)
                      .answer(call.request())
                  : Problem.of(ProblemType.INVALID, failed.why()).answer(call.request()),
              failed.setCookies());
    };
  }

  public Answer logout(Call call) {
    call.body(view -> view.names().size());
    var flow = flow();
    return cookies(Answer.of(204), flow.logout(call.cookie(flow.sessionCookie())));
  }

  private static Answer cookies(Answer answer, List<String> setCookies) {
    var all = answer;
    for (var cookie : setCookies) {
      all = all.with("Set-Cookie", cookie);
    }
    return all;
  }

  private SignInFlow flow() {
    return Optional.ofNullable(identities.get())
        .flatMap(Identities::signIn)
        .orElseThrow(() ->
            ProblemException.of(ProblemType.NOT_FOUND, "nobody can sign in here with a browser"));
  }
}
