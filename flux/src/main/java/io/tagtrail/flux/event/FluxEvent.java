package io.tagtrail.flux.event;

import io.tagtrail.core.json.Json;
import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.OutsideJson;
import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.Text;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// What a Flux controller says of one of its objects: `Event` of
/// github.com/fluxcd/pkg/apis/event/v1beta1, as notification-controller 1.9 forwards it by a
/// Provider of the type `generic` or `generic-hmac`, and as controllers send it themselves
/// (`--events-addr`). Flux drops what repeats within five minutes and gives up after a few
/// attempts, so that the last one heard is not always the last one sent.
///
/// @param kind of the object, such as `Kustomization`
/// @param error whether the severity is `error`
/// @param time when it happened, by the cluster's clock; null where it does not say
/// @param metadata without the prefixes that controllers put before the keys, such as
///   `source.toolkit.fluxcd.io/`
public record FluxEvent(
    String kind,
    String namespace,
    String name,
    boolean error,
    @Nullable Instant time,
    String reason,
    String message,
    Map<String, String> metadata) {
  public static final int MESSAGE_BYTES = 2_000;

  private static final int NAME_BYTES = 253;
  private static final int MAX_METADATA = 64;
  private static final int VALUE_BYTES = 1_000;
  private static final String GROUPS = ".toolkit.fluxcd.io";

  public FluxEvent {
    Text.bounded("the kind of the object", kind, NAME_BYTES);
    Text.bounded("the namespace of the object", namespace, NAME_BYTES);
    Text.bounded("the name of the object", name, NAME_BYTES);
    reason = Text.clipped(reason, NAME_BYTES);
    // One line: people read it in a table or a log.
    message = Text.clipped(message.replaceAll("\\s+", " "), MESSAGE_BYTES);
    metadata = Map.copyOf(metadata);
  }

  /// Reads the body of a request.
  ///
  /// @throws JsonException if it is no event
  public static FluxEvent read(byte[] body) {
    var event = OutsideJson.object(body, Parts.MAX_VALUES);
    var object = Parts.object(event, "involvedObject");
    if (object == null) {
      throw new JsonException("the event has no involvedObject: not an event of Flux");
    }
    try {
      return new FluxEvent(
          Parts.need(object, "kind"),
          Parts.need(object, "namespace"),
          Parts.need(object, "name"),
          "error".equals(Parts.text(event, "severity")),
          time(Parts.text(event, "timestamp")),
          Parts.textOrEmpty(event, "reason"),
          Parts.textOrEmpty(event, "message"),
          metadata(event));
    } catch (IllegalArgumentException e) {
      throw new JsonException("not an event of Flux: " + e.getMessage(), e);
    }
  }

  /// The revision that it is about, as Flux writes it: `prod@sha256:…`, `main@sha1:…`; null where
  /// it names none.
  public @Nullable String revision() {
    return metadata.get("revision");
  }

  /// The digest of the revision, where that is one of an OCI artifact.
  public @Nullable Digest digest() {
    var revision = revision();
    if (revision == null) {
      return null;
    }
    var last = revision.substring(revision.lastIndexOf('@') + 1);
    return Digest.isDigest(last) ? Digest.parse(last) : null;
  }

  /// The cluster, where the Alert names it (`spec.eventMetadata: {cluster: prod-eu}`).
  public @Nullable String cluster() {
    return metadata.get("cluster");
  }

  /// One line for people: the reason and the message.
  public String text() {
    return reason.isEmpty() ? message : reason + ": " + message;
  }

  private static Map<String, String> metadata(Json.Obj event) {
    var metadata = new TreeMap<String, String>();
    var given = Parts.object(event, "metadata");
    if (given == null) {
      return metadata;
    }
    // What stands there without a prefix was put there by notification-controller, which knows
    // which of several wins; prefixes of others say nothing to us.
    take(given, metadata, key -> key.indexOf('/') < 0);
    take(given, metadata, FluxEvent::isPrefixed);
    return metadata;
  }

  private static void take(Json.Obj given, Map<String, String> metadata, Predicate<String> which) {
    given
        .members()
        .forEach((key, value) -> {
          if (value instanceof Json.Str(String text)
              && which.test(key)
              && metadata.size() < MAX_METADATA
              && Text.fits(text, VALUE_BYTES)) {
            metadata.putIfAbsent(key.substring(key.lastIndexOf('/') + 1), text);
          }
        });
  }

  private static boolean isPrefixed(String key) {
    int slash = key.lastIndexOf('/');
    return slash > 0 && ("." + key.substring(0, slash)).endsWith(GROUPS);
  }

  private static @Nullable Instant time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new JsonException("the timestamp of the event is none", e);
    }
  }
}
