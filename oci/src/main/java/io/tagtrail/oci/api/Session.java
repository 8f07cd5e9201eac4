package io.tagtrail.oci.api;

import io.tagtrail.core.model.Repository;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import io.tagtrail.oci.auth.Authorizer;
import io.tagtrail.oci.auth.Scope;
import io.tagtrail.oci.http.Answer;
import io.tagtrail.oci.http.Ask;
import io.tagtrail.oci.http.Failures;
import io.tagtrail.oci.http.Hosts;
import io.tagtrail.oci.http.Timeouts;
import io.tagtrail.oci.http.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/// Requests with the right Authorization, in three ways: reads (sent again once where that can
/// help), writes that may be repeated, and the one write that is never repeated: a tag's.
public final class Session {
  private static final int REDIRECTS = 3;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final long MAX_PAUSE_SECONDS = 2;

  private final Wire wire;
  private final Hosts hosts;
  private final Authorizer authorizer;
  private final Timeouts timeouts;

  public Session(Wire wire, Hosts hosts, Authorizer authorizer, Timeouts timeouts) {
    this.wire = wire;
    this.hosts = hosts;
    this.authorizer = authorizer;
    this.timeouts = timeouts;
  }

  Timeouts timeouts() {
    return timeouts;
  }

  URI base(Repository repository) {
    return hosts.base(repository.registry());
  }

  URI uri(Repository repository, String rest) {
    return base(repository).resolve("/v2/" + repository.path() + "/" + rest);
  }

  /// A GET or HEAD: a 401 is met with a fresh token, a passing failure with one more try, both
  /// within the one deadline.
  Answer read(Repository repository, Ask ask) {
    return read(repository, ask, wire::send, answer -> answer);
  }

  /// A GET or HEAD of a blob, which a registry may redirect to its storage.
  Answer readBlob(Repository repository, Ask ask) {
    return read(
        repository, ask, each -> follow(each, wire::send, answer -> answer), answer -> answer);
  }

  Wire.Opened openBlob(Repository repository, Ask ask) {
    return read(
        repository,
        ask,
        each -> follow(each, wire::open, Wire.Opened::answer),
        Wire.Opened::answer);
  }

  /// A write that may be sent again, since it names what it writes by digest. The caller decides
  /// about other failures; only a 401 is met here.
  Answer repeatable(Scope scope, Ask ask) {
    var header = authorizer.header(scope, timeouts.request());
    var answer = wire.send(ask.header("Authorization", header));
    if (answer.status() == 401) {
      authorizer.rejected(scope, answer);
      var fresh = authorizer.header(scope, timeouts.request());
      if (fresh != null) {
        answer = wire.send(ask.header("Authorization", fresh));
      }
    }
    return answer;
  }

  /// A write whose body is a stream and so can be sent only once; the caller opens it again.
  Answer streamed(Scope scope, Ask ask) {
    var header = authorizer.header(scope, timeouts.request());
    var answer = wire.send(ask.header("Authorization", header));
    if (answer.status() == 401) {
      authorizer.rejected(scope, answer);
    }
    return answer;
  }

  /// A write that is sent **once**, whatever comes back. The token is fetched before, within the
  /// same deadline; if that takes too long nothing is sent.
  Answer once(Scope scope, Ask ask) {
    var deadline = Deadline.in(ask.deadline());
    var header = authorizer.header(scope, deadline.left());
    if (deadline.over()) {
      throw new RegistryException(
          Kind.UNAVAILABLE,
          Applied.NO,
          0,
          ask.shown()
              + " was not sent: the token for it came too late. Nothing was changed. Try again.",
          null);
    }
    var answer = wire.send(ask.within(deadline.left()).header("Authorization", header));
    if (answer.status() == 401) {
      authorizer.rejected(scope, answer); // For the next one.
    }
    return answer;
  }

  private <T> T read(
      Repository repository, Ask ask, Function<Ask, T> send, Function<T, Answer> answer) {
    var scope = Scope.pull(repository);
    var deadline = Deadline.in(ask.deadline());
    for (boolean again = true; ; again = false) {
      T result;
      try {
        result = authorised(scope, ask, deadline, send, answer);
      } catch (RegistryException e) {
        if (again && e.kind() == Kind.UNAVAILABLE && pause(PAUSE, deadline)) {
          continue;
        }
        throw e;
      }
      if (again
          && isPassing(answer.apply(result).status())
          && pause(retryAfter(answer.apply(result)), deadline)) {
        continue;
      }
      return result;
    }
  }

  private <T> T authorised(
      Scope scope, Ask ask, Deadline deadline, Function<Ask, T> send, Function<T, Answer> answer) {
    var header = authorizer.header(scope, deadline.left());
    var result = send.apply(ask.within(deadline.left()).header("Authorization", header));
    if (answer.apply(result).status() == 401) {
      authorizer.rejected(scope, answer.apply(result));
      var fresh = authorizer.header(scope, deadline.left());
      if (fresh != null) {
        return send.apply(ask.within(deadline.left()).header("Authorization", fresh));
      }
    }
    return result;
  }

  /// Follows redirects of a blob: never from https to http, never to another host's internal
  /// address, and to another host without the credentials.
  private static <T> T follow(Ask first, Function<Ask, T> send, Function<T, Answer> answerOf) {
    var ask = first;
    for (int i = 0; ; i++) {
      T result = send.apply(ask);
      var answer = answerOf.apply(result);
      switch (answer.status()) {
        case 301, 302, 303, 307, 308 -> {
          if (i == REDIRECTS) {
            throw Failures.lying(answer, "more than " + REDIRECTS + " redirects");
          }
          ask = redirected(first, ask.uri(), answer);
        }
        default -> {
          return result;
        }
      }
    }
  }

  private static Ask redirected(Ask first, URI from, Answer answer) {
    var location = answer.header("Location");
    URI to;
    try {
      to = from.resolve(location == null ? "" : location);
    } catch (IllegalArgumentException e) {
      throw Failures.lying(answer, "redirected to something that is not an address");
    }
    var scheme = to.getScheme() == null ? "" : to.getScheme();
    boolean https = scheme.equalsIgnoreCase("https");
    boolean http = scheme.equalsIgnoreCase("http") && from.getScheme().equalsIgnoreCase("http");
    if (location == null || to.getHost() == null || to.getUserInfo() != null || !(https || http)) {
      throw Failures.lying(
          answer, "redirected to an address that is not followed (not https, or not one at all)");
    }
    if (!Hosts.mayLead(from, to)) {
      throw Failures.lying(answer, "redirected to an internal address of another host");
    }
    return Hosts.sameHost(first.uri(), to)
        ? first.to(to)
        : Ask.of(first.method(), to, first.limit(), first.deadline());
  }

  private static boolean isPassing(int status) {
    return switch (status) {
      case 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  private static Duration retryAfter(Answer answer) {
    var value = answer.header("Retry-After");
    return value != null && value.matches("[0-9]{1,3}")
        ? Duration.ofSeconds(Long.parseLong(value)).plus(PAUSE)
        : PAUSE;
  }

  /// Waits, if the time left allows it and nobody wants us to stop.
  private static boolean pause(Duration time, Deadline deadline) {
    if (time.toSeconds() > MAX_PAUSE_SECONDS || deadline.left().compareTo(time) <= 0) {
      return false;
    }
    try {
      Thread.sleep(time);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
