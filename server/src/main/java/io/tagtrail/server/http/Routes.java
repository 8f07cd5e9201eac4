package io.tagtrail.server.http;

import static io.tagtrail.server.http.exchange.Route.Access.BASIC;
import static io.tagtrail.server.http.exchange.Route.Access.HOOK;
import static io.tagtrail.server.http.exchange.Route.Access.METRICS;
import static io.tagtrail.server.http.exchange.Route.Access.MOVE;
import static io.tagtrail.server.http.exchange.Route.Access.PROBE;
import static io.tagtrail.server.http.exchange.Route.Access.PUBLIC;
import static io.tagtrail.server.http.exchange.Route.Access.READ;
import static io.tagtrail.server.http.exchange.Route.Access.SIGN_IN;
import static io.tagtrail.server.http.exchange.Route.Access.STREAM;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.server.http.endpoint.AdminEndpoints;
import io.tagtrail.server.http.endpoint.ClusterEndpoints;
import io.tagtrail.server.http.endpoint.InputEndpoints;
import io.tagtrail.server.http.endpoint.LogEndpoints;
import io.tagtrail.server.http.endpoint.MoveEndpoints;
import io.tagtrail.server.http.endpoint.ReadEndpoints;
import io.tagtrail.server.http.endpoint.ReadinessEndpoints;
import io.tagtrail.server.http.endpoint.SentinelEndpoints;
import io.tagtrail.server.http.endpoint.ServerEndpoints;
import io.tagtrail.server.http.endpoint.SignInEndpoints;
import io.tagtrail.server.http.endpoint.StopEndpoints;
import io.tagtrail.server.http.endpoint.TokenEndpoints;
import io.tagtrail.server.http.exchange.Route;
import io.tagtrail.server.http.hook.Hooks;
import io.tagtrail.server.http.stream.EventStream;
import java.util.ArrayList;
import java.util.List;

/// Everything that can be asked over HTTP, in one table. `docs/openapi.json` says the same to the
/// outside; a test holds the two together.
final class Routes {
  private static final String API = "/api/v1";
  private static final String ALIAS = API + "/aliases/{application}/{environment}";

  private Routes() {}

  static List<Route> of(
      MoveEndpoints moves,
      LogEndpoints log,
      EventStream events,
      ServerEndpoints server,
      TokenEndpoints tokens,
      SignInEndpoints signIn,
      Hooks hooks) {
    var all = new ArrayList<Route>();
    all.add(Route.of("GET", "/livez", PUBLIC, "", ServerEndpoints::live));
    all.add(Route.of("GET", "/readyz", PROBE, "", server::ready));
    all.add(Route.of("GET", "/metrics", METRICS, "", server::metrics));
    all.add(Route.of("GET", API + "/openapi.json", PUBLIC, "", server::openApi));

    all.add(Route.of("GET", API + "/aliases", READ, "read", ReadEndpoints::board));
    all.add(Route.of("GET", ALIAS, READ, "read", ReadEndpoints::status));
    all.add(Route.of("GET", ALIAS + "/history", READ, "read", ReadEndpoints::history));
    all.add(Route.of("GET", ALIAS + "/verify", READ, "read", ReadEndpoints::verify));
    all.add(Route.of("GET", ALIAS + "/doctor", READ, "read", ReadEndpoints::doctor));
    all.add(Route.of("GET", ALIAS + "/readiness", READ, "read", ReadinessEndpoints::one));
    all.add(Route.of("POST", ALIAS + "/readiness", MOVE, "settle", ReadinessEndpoints::look));
    all.add(Route.of("GET", ALIAS + "/targets", READ, "read", ReadinessEndpoints::targets));
    all.add(Route.of("GET", ALIAS + "/rules", READ, "read", ReadEndpoints::rules));
    all.add(Route.of("POST", ALIAS + "/promote", MOVE, "promote", moves::promote));
    all.add(Route.of("POST", ALIAS + "/rollback", MOVE, "rollback", moves::rollback));
    all.add(Route.of("POST", ALIAS + "/adopt", MOVE, "adopt", moves::adopt));
    all.add(Route.of("POST", ALIAS + "/relocate", MOVE, "adopt", moves::relocate));
    all.add(Route.of("POST", ALIAS + "/confirm", MOVE, "promote", moves::confirm));
    all.add(Route.of("POST", ALIAS + "/cancel", MOVE, "promote", moves::cancel));
    all.add(Route.of("POST", ALIAS + "/check", MOVE, "settle", moves::check));
    all.add(Route.of("POST", ALIAS + "/hold", MOVE, "hold", StopEndpoints::hold));
    all.add(Route.of("POST", ALIAS + "/unhold", MOVE, "hold", StopEndpoints::unhold));
    all.add(Route.of("POST", ALIAS + "/approve", MOVE, "approve", StopEndpoints::approve));
    var application = API + "/applications/{application}";
    all.add(Route.of("POST", application + "/block", MOVE, "block", StopEndpoints::block));
    all.add(Route.of("POST", application + "/unblock", MOVE, "block", StopEndpoints::unblock));

    all.add(Route.of("GET", API + "/alias", READ, "read", ReadEndpoints::alias));
    all.add(Route.of("GET", API + "/resolve", READ, "read", LogEndpoints::resolve));
    all.add(Route.of("GET", API + "/diff", READ, "read", LogEndpoints::diff));
    all.add(Route.of("GET", API + "/search", READ, "read", LogEndpoints::search));
    all.add(Route.of("GET", API + "/entries", READ, "read", log::entries));
    all.add(Route.of("GET", API + "/entries/{index}", READ, "read", LogEndpoints::entry));
    all.add(Route.of("GET", API + "/events", STREAM, "read", events::open));
    all.add(Route.of("GET", API + "/head", READ, "", LogEndpoints::head));
    all.add(Route.of("GET", API + "/readiness", READ, "read", ReadinessEndpoints::all));
    all.add(Route.of("GET", API + "/sentinel", READ, "read", SentinelEndpoints::status));
    all.add(Route.of("POST", API + "/sentinel/resume", MOVE, "admin", SentinelEndpoints::resume));
    all.add(Route.of("GET", API + "/unfinished", READ, "read", LogEndpoints::unfinished));
    all.add(Route.of("POST", API + "/deliver", MOVE, "settle", LogEndpoints::deliver));

    var cluster = API + "/clusters/{cluster}";
    all.add(Route.of("GET", API + "/clusters", READ, "read", ClusterEndpoints::list));
    all.add(
        Route.of("PUT", cluster, READ, "report", ClusterEndpoints::report)
            .withBody(ClusterReport.MAX_BYTES));
    all.add(Route.of("DELETE", cluster, READ, "admin", ClusterEndpoints::forget));

    all.add(Route.of("GET", API + "/flux/inputs", BASIC, "read", InputEndpoints::inputs));
    all.add(Route.of("POST", API + "/hooks/flux/{name}", HOOK, "", hooks::flux));
    all.add(Route.of("POST", API + "/hooks/registry/{name}", HOOK, "", hooks::registry));

    all.add(Route.of("GET", API + "/whoami", READ, "", AdminEndpoints::whoAmI));
    all.add(Route.of("GET", API + "/can-i", READ, "", AdminEndpoints::canI));
    all.add(Route.of("GET", API + "/policy", READ, "admin", AdminEndpoints::policy));
    all.add(Route.of("POST", API + "/policy", MOVE, "admin", AdminEndpoints::applyPolicy));
    all.add(Route.of("GET", API + "/tokens", READ, "admin", tokens::list));
    all.add(Route.of("POST", API + "/tokens", READ, "admin", tokens::create));
    all.add(Route.of("DELETE", API + "/tokens/{id}", READ, "admin", tokens::revoke));

    all.add(Route.of("GET", API + "/auth", PUBLIC, "", signIn::about));
    all.add(Route.of("GET", "/auth/login", SIGN_IN, "", signIn::login));
    all.add(Route.of("GET", "/auth/callback", SIGN_IN, "", signIn::callback));
    all.add(Route.of("POST", "/auth/logout", SIGN_IN, "", signIn::logout));
    return all;
  }
}
