package io.tagtrail.server.client;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.ObjectBuilder;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Location;
import io.tagtrail.server.Ask;
import io.tagtrail.server.Told;
import io.tagtrail.server.wire.AskTree;
import io.tagtrail.server.wire.ServerException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A server that is asked, and what was heard from it.
final class Server {
  private final Api api;

  /// What was heard of entries, so that telling one needs no request of its own.
  private final Map<Long, Told> heard = new ConcurrentHashMap<>();

  private final Map<Alias, Optional<Location>> places = new ConcurrentHashMap<>();

  Server(Api api) {
    this.api = api;
  }

  Api api() {
    return api;
  }

  static String path(Alias alias) {
    return "/aliases/" + alias.application() + "/" + alias.environment();
  }

  static String path(String application) {
    return "/applications/" + Alias.application(application);
  }

  <T> T get(String path, Function<ObjectView, T> how) {
    return read(api.get(path), how);
  }

  <T> T post(String path, ObjectBuilder body, Function<ObjectView, T> how) {
    return read(api.post(path, body.build(), null, null), how);
  }

  /// Sends what somebody asks, beside the body.
  <T> T post(String path, ObjectBuilder body, Ask ask, Function<ObjectView, T> how) {
    var document = AskTree.into(body, ask).build();
    return read(api.post(path, document, ask.request(), ask.idempotencyKey()), how);
  }

  @Nullable Told heard(long index) {
    return heard.get(index);
  }

  Told hear(Told told) {
    heard.put(told.entry().index(), told);
    return told;
  }

  /// Where configuration has an alias: asked where nothing was heard of it yet.
  Optional<Location> configured(Alias alias) {
    var known = places.get(alias);
    return known == null
        ? get("/alias?text=" + Api.encoded(alias.toString()), view -> placed(alias, view))
        : known;
  }

  Optional<Location> placed(Alias alias, ObjectView view) {
    var place = Optional.ofNullable(view.parsed("configured", Location::parse));
    places.put(alias, place);
    return place;
  }

  /// Reads a document; one that cannot be read comes from another version, or from no Tagtrail.
  <T> T read(ObjectView view, Function<ObjectView, T> how) {
    try {
      return how.apply(view);
    } catch (JsonException | InvalidValueException | ArithmeticException e) {
      throw new ServerException(
          0,
          false,
          "the answer of %s cannot be read, most likely because it is of another version than this tagtrail: %s"
              .formatted(api.http().server(), e.getMessage()),
          e);
    }
  }
}
