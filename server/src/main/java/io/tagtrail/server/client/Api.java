package io.tagtrail.server.client;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.server.wire.ServerException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Documents to and from a server's `/api/v1`; what is no answer becomes the exception that a local
/// ledger would have thrown.
final class Api implements AutoCloseable {
  private static final String ROOT = "/api/v1";

  /// A read. A status asks a registry, and verifying reads every record: both take their time.
  private static final Duration READ = Duration.ofMinutes(2);

  /// A move may copy a bundle from far away first.
  private static final Duration MOVE = Duration.ofMinutes(30);

  /// A list of thousands of aliases with all that clusters say of them is one document; its bytes
  /// are bounded as well.
  private static final int MAX_VALUES = 5_000_000;

  private final Http http;

  Api(Http http) {
    this.http = http;
  }

  Http http() {
    return http;
  }

  ObjectView get(String path) {
    return answer(http.send(read(path)), false);
  }

  /// Empty where the server says that there is no such thing.
  Optional<ObjectView> find(String path) {
    var reply = http.send(read(path));
    if (reply.status() == 404 && Problems.isNotFound(reply)) {
      return Optional.empty();
    }
    return Optional.of(answer(reply, false));
  }

  /// Asks for something to be done.
  ///
  /// @param request the request's id
  /// @param key the asker's own key, with which it may be asked again; null for none
  ObjectView post(String path, Json.Obj body, @Nullable String request, @Nullable String key) {
    var headers = new LinkedHashMap<String, String>();
    if (request != null) {
      headers.put("X-Request-Id", request);
    }
    if (key != null) {
      headers.put("Idempotency-Key", key);
    }
    return answer(
        http.send(new Http.Sent("POST", ROOT + path, body, headers, MOVE, key != null)), true);
  }

  /// Tells the server something, which may be told again.
  ///
  /// @return whether it counts for the server (`204`)
  boolean put(String path, Json.Obj body) {
    var reply = http.send(new Http.Sent("PUT", ROOT + path, body, Map.of(), READ, true));
    if (!reply.isGood()) {
      throw Problems.of(http, reply, true);
    }
    return reply.status() == 204;
  }

  /// @return false where the server says that there is no such thing
  boolean remove(String path) {
    var reply = http.send(new Http.Sent("DELETE", ROOT + path, null, Map.of(), READ, true));
    if (reply.status() == 404 && Problems.isNotFound(reply)) {
      return false;
    }
    if (!reply.isGood()) {
      throw Problems.of(http, reply, true);
    }
    return true;
  }

  void delete(String path) {
    var reply = http.send(new Http.Sent("DELETE", ROOT + path, null, Map.of(), READ, false));
    if (!reply.isGood()) {
      throw Problems.of(http, reply, true);
    }
  }

  Http.Sent stream(String path, Map<String, String> headers) {
    return new Http.Sent("GET", ROOT + path, null, headers, READ, false);
  }

  private static Http.Sent read(String path) {
    return new Http.Sent("GET", ROOT + path, null, Map.of(), READ, false);
  }

  /// A problem that carries an outcome is an answer too.
  private ObjectView answer(Http.Reply reply, boolean writes) {
    if (reply.isGood()) {
      try {
        return JsonReader.object(reply.body(), MAX_VALUES);
      } catch (JsonException e) {
        throw new ServerException(
            reply.status(),
            writes,
            "the answer of %s is not what a Tagtrail server says: %s"
                .formatted(http.server(), e.getMessage()),
            e);
      }
    }
    var outcome = Problems.outcome(reply);
    if (outcome != null) {
      return outcome;
    }
    throw Problems.of(http, reply, writes);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.close();
  }
}
