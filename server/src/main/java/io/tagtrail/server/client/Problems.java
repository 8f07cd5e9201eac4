package io.tagtrail.server.client;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.core.json.JsonReader;
import io.tagtrail.core.json.ObjectView;
import io.tagtrail.core.ledger.LedgerException;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.server.ForbiddenException;
import io.tagtrail.server.wire.ServerException;
import io.tagtrail.server.wire.UnauthenticatedException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads a server's problem documents (RFC 9457) back into the exceptions that they were, so that a
/// command ends with the same words and the same exit code as over a local ledger.
final class Problems {
  private static final String TYPE = "urn:tagtrail:problem:";
  private static final int DETAIL_BYTES = 2_000;

  private Problems() {}

  /// The outcome that a problem carries; null where it carries none.
  static @Nullable ObjectView outcome(Http.Reply reply) {
    var document = document(reply);
    return document == null ? null : document.object("outcome");
  }

  /// Whether a server of ours says that there is no such thing, and not somebody before it.
  static boolean isNotFound(Http.Reply reply) {
    var document = document(reply);
    return document != null && slug(document).equals("not-found");
  }

  /// @param writes whether something was to be changed
  static RuntimeException of(Http http, Http.Reply reply, boolean writes) {
    var document = document(reply);
    if (document == null) {
      return foreign(http, reply, writes);
    }
    var slug = slug(document);
    var detail = Text.clipped(Objects.toString(document.text("detail"), ""), DETAIL_BYTES);
    var kind = registryKind(slug);
    if (kind != null) {
      return registry(kind, document, detail, writes);
    }
    return switch (slug) {
      // An alias that nobody knows is a typo: so does a local ledger take it.
      case "invalid", "not-found" -> new InvalidValueException(detail);
      case "forbidden" ->
          new ForbiddenException(
              Objects.toString(document.text("right"), "?"),
              Objects.toString(document.text("on"), "?"),
              detail);
      case "unauthenticated" -> unauthenticated(http, detail);
      case "ledger-unavailable" -> new LedgerException(LedgerException.Kind.UNAVAILABLE, detail);
      case "ledger-refused" -> new LedgerException(LedgerException.Kind.REFUSED, detail);
      case "ledger-corrupt" -> new LedgerException(LedgerException.Kind.CORRUPT, detail);
      case "ledger-unknown-outcome" ->
          new LedgerException(LedgerException.Kind.UNKNOWN_OUTCOME, detail);
      default -> other(http, reply, slug, detail, writes);
    };
  }

  private static RuntimeException other(
      Http http, Http.Reply reply, String slug, String detail, boolean writes) {
    var again =
        reply.retryAfter() == null
            ? ""
            : "; try again in %s s".formatted(Text.clipped(reply.retryAfter(), 40));
    return new ServerException(
        reply.status(),
        writes && slug.equals("internal"),
        "the server %s answered %d (%s): %s%s"
            .formatted(http.server(), reply.status(), Text.clipped(slug, 60), detail, again),
        null);
  }

  private static RegistryException.@Nullable Kind registryKind(String slug) {
    return switch (slug) {
      case "registry-unavailable" -> RegistryException.Kind.UNAVAILABLE;
      case "registry-denied" -> RegistryException.Kind.DENIED;
      case "registry-not-found" -> RegistryException.Kind.NOT_FOUND;
      case "registry-lying" -> RegistryException.Kind.LYING;
      case "registry-rejected" -> RegistryException.Kind.REJECTED;
      default -> null;
    };
  }

  /// Where the server does not say whether a write happened, nobody can tell.
  private static RegistryException registry(
      RegistryException.Kind kind, ObjectView document, String detail, boolean writes) {
    var applied = document.text("applied");
    var status = document.number("registryStatus");
    return new RegistryException(
        kind,
        applied == null
            ? writes ? Applied.UNKNOWN : Applied.NO
            : Applied.valueOf(applied.toUpperCase(Locale.ROOT)),
        status == null ? 0 : Math.toIntExact(status),
        detail,
        null);
  }

  private static UnauthenticatedException unauthenticated(Http http, String detail) {
    var from = http.tokenFrom();
    return new UnauthenticatedException(
        from == null
            ? "the server %s wants to know who asks, and there is no token".formatted(http.server())
            : "the server %s does not accept the token from %s: %s"
                .formatted(http.server(), from, detail));
  }

  /// An answer of something else than a Tagtrail server: a proxy, or a wrong address.
  private static RuntimeException foreign(Http http, Http.Reply reply, boolean writes) {
    if (reply.status() == 401) {
      return unauthenticated(http, "it answered 401");
    }
    boolean moved = reply.status() >= 300 && reply.status() < 400;
    return new ServerException(
        reply.status(),
        writes && reply.status() >= 500,
        "%s answered %d, and not as a Tagtrail server does%s"
            .formatted(
                http.server(),
                reply.status(),
                moved ? " (it points to another address: name that one)" : ": check the address"),
        null);
  }

  private static String slug(ObjectView document) {
    return Objects.toString(document.text("type"), "").substring(TYPE.length());
  }

  private static @Nullable ObjectView document(Http.Reply reply) {
    try {
      var document = JsonReader.object(reply.body());
      var type = document.text("type");
      return type != null && type.startsWith(TYPE) ? document : null;
    } catch (JsonException e) {
      return null;
    }
  }
}
