package io.tagtrail.server.http.endpoint;

import io.tagtrail.core.history.Live;
import io.tagtrail.core.history.Status;
import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.model.Digest;
import io.tagtrail.server.http.exchange.Answer;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.wire.Trees;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Entity tags (RFC 9110, section 8.8.3), weak ones: what is the same to a reader has the same tag,
/// whenever it was put together.
final class Tags {
  /// Members that change with the time alone.
  private static final Set<String> TIMES = Set.of("asOf", "problems", "registry", "clusters");

  private Tags() {}

  /// From the alias's version and everything else that the answer shows.
  static String ofStatus(Status status, Json.Obj document) {
    var lasting = new TreeMap<>(document.members());
    lasting.keySet().removeAll(TIMES);
    lasting.put("registry", new Json.Str(live(status.live())));
    lasting.put("clusters", clusters(status));
    var digest = Digest.of(new Json.Obj(lasting).canonicalBytes());
    return "W/\"%d-%s\"".formatted(status.state().version(), digest.hex().substring(0, 16));
  }

  /// What clusters said, whenever they said it again.
  private static Json clusters(Status status) {
    return Trees.list(
        status.clusters(),
        each ->
            new ObjectBuilder()
                .put("cluster", each.cluster())
                .put("stale", each.stale())
                .put("source", each.source().toJson())
                .build());
  }

  private static String live(Live live) {
    return switch (live) {
      case Live.Agrees _ -> "agrees";
      case Live.Differs differs -> "differs " + differs.actual();
      case Live.Away _ -> "away";
      case Live.NotAsked _ -> "not asked";
    };
  }

  /// An entry never changes, but the texts beside it can be erased.
  static String ofEntry(Json.Obj document) {
    return "W/\"" + Digest.of(document.canonicalBytes()).hex().substring(0, 32) + "\"";
  }

  static Answer conditional(Call call, String tag, Json.Obj document) {
    var answer =
        matches(call.header("If-None-Match"), tag) ? Answer.of(304) : Answer.json(document);
    return answer.with("ETag", tag);
  }

  private static boolean matches(@Nullable String given, String tag) {
    if (given == null) {
      return false;
    }
    if (given.strip().equals("*")) {
      return true;
    }
    for (var each : given.split(",", -1)) {
      var bare = each.strip();
      if (bare.equals(tag) || ("W/" + bare).equals(tag)) {
        return true;
      }
    }
    return false;
  }
}
