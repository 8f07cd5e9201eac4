package io.tagtrail.server.http;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.exchange.Problem;
import io.tagtrail.server.http.exchange.ProblemException;
import io.tagtrail.server.http.exchange.ProblemType;
import io.tagtrail.server.http.exchange.Query;
import io.tagtrail.server.http.exchange.Route;
import io.tagtrail.server.http.exchange.Router;
import io.tagtrail.server.http.hook.Hooks;
import io.tagtrail.server.http.limit.Slots;
import io.tagtrail.server.http.metric.Metrics;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request after the other, each on a virtual thread of its own: route, asker, bounds, body,
/// endpoint, answer. What is cheap and turns away comes first.
final class ApiHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(ApiHandler.class);
  private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Call.@Nullable Asker NOBODY = null;
  // Bodies of 3 MiB that strangers may make the server hold at once, and how many of them, once
  // they have shown that they are those, are read at once: what a body says takes more than itself.
  private static final int HOOKS = 8;
  private static final int HOOKS_READ = 2;
  // Bodies of 8 MiB that those with the right may make it hold at once; one at a time is read.
  private static final int LARGE = 3;

  private final Router router;
  private final Gate gate;
  private final Bodies bodies;
  private final Slots reads;
  private final Slots moves;
  private final Life life;
  private final Metrics metrics;
  private final BrowserSessions sessions;
  private final RequestLog log;
  private final boolean publicMetrics;
  private final Hooks hooks;
  private final Bodies notifications;
  private final Slots hookSlots = new Slots(HOOKS, 256, 2_000);
  private final Slots hookReads = new Slots(HOOKS_READ, HOOKS, 2_000);
  private final Slots largeSlots = new Slots(LARGE, 64, 5_000);
  private final Slots largeReads = new Slots(1, LARGE, 20_000);
  private final Consumer<Request> serving;

  /// @param hooks what is called to notify us
  /// @param serving told when the header of a request is there
  ApiHandler(
      Router router,
      Gate gate,
      BrowserSessions sessions,
      Hooks hooks,
      Life life,
      Metrics metrics,
      ServerSettings settings,
      Consumer<Request> serving) {
    this.router = router;
    this.gate = gate;
    this.life = life;
    this.metrics = metrics;
    this.serving = serving;
    this.hooks = hooks;
    this.notifications = Bodies.ofHooks(Hooks.MAX_BYTES, settings.body());
    this.publicMetrics = settings.publicMetrics();
    this.bodies = new Bodies(settings.limits().body(), settings.body());
    this.reads = new Slots(64, 512, 2_000);
    this.moves = new Slots(settings.limits().moves(), 4 * settings.limits().moves(), 10_000);
    this.sessions = sessions;
    this.log = new RequestLog();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    serving.accept(request);
    long begun = System.nanoTime();
    var id = requestId(request);
    response.getHeaders().put("X-Request-Id", id);
    var seen = new Seen(request.getMethod(), id);
    try {
      var answer = answer(request, id, seen);
      Answers.write(answer, request, response, callback);
      finished(seen, answer.status(), begun);
    } catch (IOException e) {
      // The client went away in the middle of its request; there is nobody left to answer.
      callback.failed(e);
      finished(seen, 499, begun);
    }
    return true;
  }

  private static String requestId(Request request) {
    var given = request.getHeaders().get("X-Request-Id");
    return given != null && REQUEST_ID.matcher(given).matches()
        ? given
        : "api-" + UUID.randomUUID();
  }

  /// What there is to say about a request afterwards.
  static final class Seen {
    final String method;
    final String request;
    String route = "none";
    @Nullable Call call;

    Seen(String method, String request) {
      this.method = method;
      this.request = request;
    }
  }

  private Answer answer(Request request, String id, Seen seen) throws IOException {
    try {
      return routed(request, id, seen);
    } catch (RuntimeException | InterruptedException e) {
      var problem = Failures.problem(e);
      if (problem == null) {
        LOG.atError().addKeyValue("request", id).setCause(e).log("a request failed");
        problem =
            Problem.of(
                ProblemType.INTERNAL,
                "the server failed; whether a move was under way tells the alias's status. Report"
                    + " it with the request id");
      }
      var answer = problem.answer(id);
      return problem.type() == ProblemType.UNAUTHENTICATED
          ? answer.with("WWW-Authenticate", "Bearer realm=\"tagtrail\"")
          : answer;
    }
  }

  private Answer routed(Request request, String id, Seen seen)
      throws IOException, InterruptedException {
    var path = request.getHttpURI().getPath();
    return switch (router.match(request.getMethod(), path == null ? "" : path)) {
      case Router.Match.Found(Route route, Map<String, String> variables) -> {
        seen.route = route.path().text();
        yield admitted(request, id, route, variables, seen);
      }
      case Router.Match.OtherMethod(String allow) ->
          Problem.of(ProblemType.METHOD_NOT_ALLOWED, "this address answers " + allow)
              .answer(id)
              .with("Allow", allow);
      case Router.Match.None _ ->
          Problem.of(
                  ProblemType.NOT_FOUND,
                  "there is no such address; /api/v1/openapi.json lists those that there are")
              .answer(id);
    };
  }

  private Answer admitted(
      Request request, String id, Route route, Map<String, String> variables, Seen seen)
      throws IOException, InterruptedException {
    if (life.stopping() && route.access() == Route.Access.MOVE) {
      throw stopping();
    }
    var address = Request.getRemoteAddr(request);
    if (route.access() == Route.Access.HOOK) {
      return hooked(request, id, route, variables, seen, address);
    }
    var credentials = sessions.credentials(request);
    var asker =
        switch (route.access()) {
          case PUBLIC -> NOBODY;
          case SIGN_IN -> {
            gate.signIn(address);
            yield NOBODY;
          }
          case PROBE -> gate.find(credentials, address).orElse(NOBODY);
          case METRICS -> publicMetrics ? NOBODY : gate.need(credentials, address);
          case BASIC -> gate.need(BasicToken.asBearer(credentials), address);
          case READ, MOVE, STREAM, HOOK -> gate.need(credentials, address);
        };
    sessions.check(request, credentials);
    boolean hasBody = route.method().equals("POST") || route.method().equals("PUT");
    if (!hasBody && Bodies.has(request)) {
      throw new InvalidValueException("there is no body with " + request.getMethod() + " here");
    }
    int larger = hasBody ? most(route, variables, asker) : 0;
    if (larger == 0 || !Bodies.isLarge(request)) {
      var call = read(request, id, route, variables, asker, larger);
      seen.call = call;
      return switch (route.access()) {
        case PUBLIC, PROBE, METRICS, STREAM -> route.endpoint().answer(call);
        case SIGN_IN, READ, BASIC, HOOK -> slotted(reads, "reads", call);
        case MOVE -> moved(call);
      };
    }
    try (var slot = largeSlots.take()) {
      if (!slot.got()) {
        throw busy("large");
      }
      var call = read(request, id, route, variables, asker, larger);
      seen.call = call;
      return slotted(largeReads, "large", call);
    }
  }

  /// The call with its body, whole.
  private Call read(
      Request request,
      String id,
      Route route,
      Map<String, String> variables,
      Call.@Nullable Asker asker,
      int larger)
      throws IOException {
    boolean hasBody = route.method().equals("POST") || route.method().equals("PUT");
    var call =
        new Call(
            id,
            route,
            variables,
            Query.parse(request.getHttpURI().getQuery()),
            name -> request.getHeaders().get(name),
            name -> BrowserSessions.cookie(request, name),
            hasBody ? bodies.read(request, larger) : new byte[0],
            asker);
    if (hasBody) {
      call.query().done();
    }
    // The work may take longer than a connection may be silent.
    request.addIdleTimeoutListener(_ -> false);
    return call;
  }

  /// A call of a hook: little is held for it until it has shown that it is the one.
  private Answer hooked(
      Request request,
      String id,
      Route route,
      Map<String, String> variables,
      Seen seen,
      String address)
      throws IOException, InterruptedException {
    gate.hook(address);
    try (var slot = hookSlots.take()) {
      if (!slot.got()) {
        throw busy("hooks");
      }
      var authorization = sessions.credentials(request).authorization();
      var head = hookCall(request, id, route, variables, new byte[0], NOBODY);
      head.query().done();
      var asker =
          hooks.admit(head)
              ? gate.need(new Gate.Credentials(authorization, null), address)
              : NOBODY;
      var call = hookCall(request, id, route, variables, notifications.read(request, 0), asker);
      seen.call = call;
      return slotted(hookReads, "hooks", call);
    } catch (ProblemException e) {
      throw switch (e.problem().type()) {
        case UNAUTHENTICATED, NOT_FOUND -> gate.stranger(address, e.problem());
        default -> e;
      };
    }
  }

  private static Call hookCall(
      Request request,
      String id,
      Route route,
      Map<String, String> variables,
      byte[] body,
      Call.@Nullable Asker asker) {
    return new Call(
        id,
        route,
        variables,
        Query.parse(request.getHttpURI().getQuery()),
        name -> request.getHeaders().get(name),
        _ -> null,
        body,
        asker);
  }

  /// Only whoever may use it makes the server read a large body.
  private static int most(Route route, Map<String, String> variables, Call.@Nullable Asker asker) {
    var cluster = variables.get("cluster");
    boolean may =
        route.body() > 0
            && asker != null
            && cluster != null
            && asker.tagtrail().canI(Right.cluster(cluster)).stream()
                .anyMatch(each -> each.right().equals(route.right()) && each.allowed());
    return may ? route.body() : 0;
  }

  private Answer moved(Call call) throws InterruptedException {
    try (var _ = life.move()) {
      if (life.stopping()) {
        throw stopping();
      }
      return slotted(moves, "moves", call);
    } finally {
      // An interrupt was for the move, not for its answer.
      boolean interrupted = Thread.interrupted();
      if (interrupted) {
        LOG.atWarn().addKeyValue("request", call.request()).log("a move was cut short by the stop");
      }
    }
  }

  private Answer slotted(Slots slots, String name, Call call) throws InterruptedException {
    try (var slot = slots.take()) {
      if (!slot.got()) {
        throw busy(name);
      }
      return call.route().endpoint().answer(call);
    }
  }

  private ProblemException busy(String name) {
    metrics.limited(name);
    return new ProblemException(
        Problem.of(ProblemType.BUSY, "the server does as much at once as it may; nothing moved")
            .retryAfter(Duration.ofSeconds(1)));
  }

  private static ProblemException stopping() {
    return new ProblemException(
        Problem.of(ProblemType.STOPPING, "this server is stopping; nothing moved")
            .retryAfter(Duration.ofSeconds(2)));
  }

  private void finished(Seen seen, int status, long begun) {
    double seconds = (System.nanoTime() - begun) / 1e9;
    metrics.request(method(seen.method), seen.route, status, seconds);
    log.write(seen, status, seconds);
  }

  /// A method as a label: anybody can make up methods.
  private static String method(String method) {
    return switch (method) {
      case "GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS" -> method;
      default -> "other";
    };
  }
}
