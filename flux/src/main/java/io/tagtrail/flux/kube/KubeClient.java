package io.tagtrail.flux.kube;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.model.Text;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/// Reads one cluster: get, list and watch. It cannot write: see [GetOnly].
public final class KubeClient implements AutoCloseable {
  /// Of one answer: a chunk of objects that are as large as a cluster takes them.
  private static final long LIST_BYTES = 1L << 30;

  private static final int MAX_EVENTS = 1_000;
  private static final int SMALL_BYTES = 4 << 20;

  private final GetOnly http;
  private final WatchSettings settings;
  private final InstantSource clock;
  private volatile @Nullable Duration ahead;

  private KubeClient(GetOnly http, WatchSettings settings, InstantSource clock) {
    this.http = http;
    this.settings = settings;
    this.clock = clock;
  }

  /// Nothing is sent before the first question.
  public static KubeClient open(KubeAccess access) {
    return open(() -> access, WatchSettings.USUAL, InstantSource.system());
  }

  /// @param access asked again when what it gave is not taken any more
  /// @throws io.tagtrail.core.model.InvalidValueException if there is no access
  public static KubeClient open(
      Supplier<KubeAccess> access, WatchSettings settings, InstantSource clock) {
    return new KubeClient(new GetOnly(access, clock), settings, clock);
  }

  public KubeAccess access() {
    return http.access();
  }

  /// How far the cluster's clock was ahead of this one at the last answer; null before the first.
  public @Nullable Duration ahead() {
    return ahead;
  }

  /// All objects of a kind, in all namespaces.
  public Listing list(Kind kind) throws KubeException {
    for (var version : kind.versions()) {
      var response = page(kind, version, "");
      switch (response.statusCode()) {
        case 404 -> close(response.body());
        case 403 -> {
          return new Listing.Forbidden(refused(response, kind).getMessage() + "");
        }
        default -> {
          return whole(kind, version, response);
        }
      }
    }
    return new Listing.Missing(
        "the cluster knows no %s (%s)"
            .formatted(kind.resource(), String.join(", ", kind.versions())));
  }

  private Listing.Objects whole(Kind kind, String version, HttpResponse<InputStream> first)
      throws KubeException {
    var objects = new Holding();
    var response = first;
    while (true) {
      var page = read(kind, version, response, objects::put);
      if (page.next().isEmpty()) {
        return new Listing.Objects(
            version, objects.all(), objects.leftOut(), page.resourceVersion());
      }
      response = page(kind, version, page.next());
    }
  }

  private KubeReader.Page read(
      Kind kind, String version, HttpResponse<InputStream> response, Consumer<KubeObject> into)
      throws KubeException {
    if (response.statusCode() != 200) {
      throw refused(response, kind);
    }
    var apiVersion = kind.group().isEmpty() ? version : kind.group() + "/" + version;
    try (var in = new PatientStream(response.body(), settings.answer(), LIST_BYTES)) {
      return KubeReader.list(in, object -> into.accept(object.of(apiVersion, kind.name())));
    } catch (IOException | JacksonException | JsonException e) {
      throw new KubeException(
          0, "the list of %s cannot be read: %s".formatted(kind.plural(), why(e)), e);
    }
  }

  private HttpResponse<InputStream> page(Kind kind, String version, String next)
      throws KubeException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("limit", String.valueOf(settings.chunk()));
    parameters.put("continue", next);
    return asked(Query.of(kind.path(version), parameters));
  }

  /// The changes since a list.
  Watch watch(Kind kind, String version, String resourceVersion) throws KubeException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("watch", "true");
    parameters.put("allowWatchBookmarks", "true");
    parameters.put("resourceVersion", resourceVersion);
    parameters.put("timeoutSeconds", String.valueOf(lasts()));
    var response = asked(Query.of(kind.path(version), parameters));
    if (response.statusCode() != 200) {
      throw refused(response, kind);
    }
    var apiVersion = kind.group().isEmpty() ? version : kind.group() + "/" + version;
    var in = new PatientStream(response.body(), settings.silence(), Long.MAX_VALUE);
    return new Watch(in, apiVersion, kind.name());
  }

  /// With jitter, so that those of many watchers do not end at once.
  private long lasts() {
    long seconds = Math.max(1, settings.lasts().toSeconds());
    return seconds + ThreadLocalRandom.current().nextLong(Math.max(1, seconds / 5));
  }

  /// The events of a namespace that a field selector picks: at most some hundreds of them.
  public List<KubeObject> events(String namespace, String selector) throws KubeException {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("fieldSelector", selector);
    parameters.put("limit", "500");
    var path = Kind.EVENT.path("v1", namespace);
    var events = new ArrayList<KubeObject>();
    read(
        Kind.EVENT,
        "v1",
        asked(Query.of(path, parameters)),
        event -> {
          if (events.size() < MAX_EVENTS) {
            events.add(event);
          }
        });
    return events;
  }

  private HttpResponse<InputStream> asked(String path) throws KubeException {
    var response = http.get(path, settings.answer());
    response.headers().firstValue("Date").ifPresent(this::compare);
    return response;
  }

  private void compare(String date) {
    try {
      var there = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      ahead = Duration.between(clock.instant(), there);
    } catch (DateTimeParseException e) {
      // A date that is none says nothing of a clock.
    }
  }

  private KubeException refused(HttpResponse<InputStream> response, Kind kind) {
    byte[] bytes;
    try (var in = new PatientStream(response.body(), settings.answer(), SMALL_BYTES)) {
      bytes = in.readNBytes(64 << 10);
    } catch (IOException e) {
      bytes = new byte[0];
    }
    return failure(response, bytes, kind.resource());
  }

  private KubeException failure(HttpResponse<InputStream> response, byte[] body, String what) {
    String said;
    try {
      said = new KubeObject(KubeJson.object(body)).text("message");
    } catch (JsonException e) {
      said = new String(body, java.nio.charset.StandardCharsets.UTF_8);
    }
    var after = response.headers().firstValue("Retry-After").orElse("");
    return new KubeException(
        response.statusCode(),
        "%s answered %d for %s: %s"
            .formatted(
                access().server(),
                response.statusCode(),
                what,
                said == null || said.isBlank() ? "no reason given" : Text.clipped(said, 300)),
        after.matches("[0-9]{1,4}") ? Duration.ofSeconds(Long.parseLong(after)) : null,
        null);
  }

  private static String why(Exception e) {
    var message = e instanceof JacksonException json ? json.getOriginalMessage() : e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // Nothing is read from it any more.
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
