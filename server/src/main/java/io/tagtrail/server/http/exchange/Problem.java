package io.tagtrail.server.http.exchange;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Text;
import java.time.Duration;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A failure as an answer: `application/problem+json` (RFC 9457) with a stable type.
///
/// @param detail for whoever asked: what happened, what is unchanged, what to do next; printable,
///   bounded, without secrets
/// @param more further members, such as the outcome
public record Problem(
    ProblemType type, String detail, Json.Obj more, @Nullable Duration retryAfter) {
  public static final String MEDIA_TYPE = "application/problem+json";
  private static final int DETAIL_BYTES = 2_000;
  private static final Json.Obj NOTHING = new Json.Obj(new TreeMap<>());

  public Problem {
    detail = Text.clipped(detail, DETAIL_BYTES);
  }

  public static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, NOTHING, null);
  }

  /// A problem that carries the document of an outcome.
  public static Problem outcome(ProblemType type, String detail, Json.Obj outcome) {
    return new Problem(type, detail, new ObjectBuilder().put("outcome", outcome).build(), null);
  }

  public Problem with(Json.Obj members) {
    return new Problem(type, detail, members, retryAfter);
  }

  public Problem retryAfter(Duration after) {
    return new Problem(type, detail, more, after);
  }

  /// @param request the request's id; null where the request was not even read
  public Json.Obj document(@Nullable String request) {
    var members = new TreeMap<>(more.members());
    members.putAll(
        new ObjectBuilder()
            .put("type", type.urn())
            .put("title", type.title())
            .put("status", type.status())
            .put("detail", detail)
            .put("request", request)
            .build()
            .members());
    return new Json.Obj(members);
  }

  public Answer answer(@Nullable String request) {
    var answer =
        Answer.of(type.status())
            .with(new Answer.Body.Bytes(document(request).canonicalBytes(), MEDIA_TYPE));
    return retryAfter == null
        ? answer
        : answer.with("Retry-After", Long.toString(Math.max(1, retryAfter.toSeconds())));
  }
}
