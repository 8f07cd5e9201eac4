package io.tagtrail.oci.http;

import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Sends requests, each exactly once, and waits for the answer no longer than the deadline. Knows
/// nothing of tokens and follows no redirect.
public final class Wire implements AutoCloseable {
  private static final String RETRY_ALL = "jdk.httpclient.enableAllMethodRetry";

  private final Clients clients;

  public Wire(Hosts hosts, Timeouts timeouts) {
    var retryAll = System.getProperty(RETRY_ALL);
    if (retryAll != null && !retryAll.equals("false")) {
      // The JDK would then send the PUT of a tag a second time, behind everybody's back.
      throw new IllegalStateException(
          "the system property " + RETRY_ALL + " must not be set: a tag is never put twice");
    }
    this.clients = new Clients(hosts, timeouts.connect());
  }

  /// An answer whose good body is still to be read; `stream` is null for any other.
  public record Opened(Answer answer, @Nullable InputStream stream) {}

  /// @throws io.tagtrail.core.registry.RegistryException where there was no answer
  public Answer send(Ask ask) {
    var response = exchange(ask, Payload.bounded(ask.limit()));
    return answer(ask, response);
  }

  /// Sends, and leaves a good answer's body to the caller, who must close it. The deadline holds
  /// until the headers are there; after that the caller must watch for stalls.
  public Opened open(Ask ask) {
    var response = exchange(ask, Payload.streamed());
    var stream = response.body() instanceof Payload.Streamed(var body) ? body : (InputStream) null;
    return new Opened(answer(ask, response), stream);
  }

  @Override
  public void close() {
    clients.close();
  }

  private static Answer answer(Ask ask, HttpResponse<Payload> response) {
    HttpHeaders headers = response.headers();
    return switch (response.body()) {
      case Payload.Bytes(var bytes, var cut) ->
          new Answer(ask, response.statusCode(), headers, bytes, cut);
      case Payload.Streamed streamed ->
          new Answer(ask, response.statusCode(), headers, new byte[0], false);
    };
  }

  private HttpResponse<Payload> exchange(Ask ask, BodyHandler<Payload> handler) {
    HttpRequest.Builder request;
    try {
      request = HttpRequest.newBuilder(ask.uri()).method(ask.method(), ask.body());
      request.setHeader("User-Agent", "tagtrail");
      ask.headers().forEach(request::setHeader);
    } catch (IllegalArgumentException e) {
      throw Failures.notSent(ask, e);
    }
    var client = clients.of(ask.uri());
    // Not sendAsync: the JDK completes its future on the common pool, and waits there for ever if
    // somebody blocks that pool. A thread of our own can be interrupted at the deadline, too.
    var future = new FutureTask<>(() -> client.send(request.build(), handler));
    Thread.ofVirtual().start(future);
    try {
      return await(future, ask);
    } catch (ExecutionException e) {
      throw Failures.broken(ask, e.getCause() == null ? e : e.getCause());
    } catch (TimeoutException e) {
      future.cancel(true);
      throw Failures.tooSlow(ask, e);
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw Failures.broken(ask, e);
    }
  }

  private static <T> T await(FutureTask<T> future, Ask ask)
      throws InterruptedException, ExecutionException, TimeoutException {
    Duration deadline = ask.deadline();
    var moved = ask.moved();
    if (moved == null) {
      return future.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    }
    while (true) {
      long before = moved.getAsLong();
      try {
        return future.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (moved.getAsLong() == before) {
          throw e;
        }
      }
    }
  }
}
