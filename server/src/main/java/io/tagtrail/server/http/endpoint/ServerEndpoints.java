package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.config.Right;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.metric.Metrics;
import io.tagtrail.server.wire.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/// The routes about the server itself.
public final class ServerEndpoints {
  private final Supplier<Readiness> readiness;
  private final Metrics metrics;
  private final byte[] openApi;

  /// Whether the server can do its work.
  ///
  /// @param problems why not, or what is wrong although it is; only for who is known
  public record Readiness(boolean ready, boolean stopping, List<String> problems) {
    public Readiness {
      problems = List.copyOf(problems);
    }
  }

  public ServerEndpoints(Supplier<Readiness> readiness, Metrics metrics) {
    this.readiness = readiness;
    this.metrics = metrics;
    try (var in =
        Objects.requireNonNull(
            ServerEndpoints.class.getResourceAsStream("/io/tagtrail/api/openapi.json"),
            "the OpenAPI document is built into the jar")) {
      openApi = in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The process runs, and answers.
  public static Answer live(Call call) {
    call.query().done();
    return Answer.json(new ObjectBuilder().put("status", "live").build());
  }

  public Answer ready(Call call) {
    call.query().done();
    var now = readiness.get();
    var out =
        new ObjectBuilder()
            .put("status", now.ready() ? "ready" : now.stopping() ? "stopping" : "not-ready");
    var asker = call.asker();
    if (asker != null && asker.sees()) {
      out.put("problems", Trees.list(now.problems(), Json.Str::new));
    }
    var answer = Answer.json(now.ready() ? 200 : 503, out.build());
    return now.ready()
        ? answer
        : answer.with("Retry-After", Long.toString(Duration.ofSeconds(2).toSeconds()));
  }

  public Answer metrics(Call call) {
    call.query().done();
    var asker = call.asker();
    if (asker != null && !asker.sees()) {
      throw new ForbiddenException(
          Right.READ.label(), "everything", "metrics are for whoever may read an alias");
    }
    return Answer.of(200).with(new Answer.Body.Bytes(metrics.text(), Metrics.MEDIA_TYPE));
  }

  public Answer openApi(Call call) {
    call.query().done();
    return Answer.of(200).with(new Answer.Body.Bytes(openApi, Answer.JSON));
  }
}
