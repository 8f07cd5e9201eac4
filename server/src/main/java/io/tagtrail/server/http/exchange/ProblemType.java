package io.tagtrail.server.http.exchange;

/// The kinds of failures that the API tells apart. The slugs are a contract: clients act on them.
public enum ProblemType {
  INVALID("invalid", 400, "The request means nothing"),
  UNAUTHENTICATED("unauthenticated", 401, "Who asks is not known"),
  FORBIDDEN("forbidden", 403, "Not allowed"),
  NOT_FOUND("not-found", 404, "There is no such thing"),
  REGISTRY_NOT_FOUND("registry-not-found", 404, "The registry does not have it"),
  METHOD_NOT_ALLOWED("method-not-allowed", 405, "Not with this method"),
  TIMEOUT("timeout", 408, "The request did not come whole in time"),
  STALE("stale", 409, "The alias is not what it was taken for"),
  SUPERSEDED("superseded", 409, "Something else is live since"),
  UNFINISHED("unfinished", 409, "Another move has no outcome yet"),
  TOO_LARGE("too-large", 413, "The body is too large"),
  URI_TOO_LONG("uri-too-long", 414, "The address is too long"),
  MEDIA_TYPE("media-type", 415, "Not the media type of the body"),
  REFUSED("refused", 422, "Refused; nothing moved"),
  TOO_MANY("too-many", 429, "Too many requests"),
  HEADERS_TOO_LARGE("headers-too-large", 431, "The header is too large"),
  INTERNAL("internal", 500, "Internal error"),
  LEDGER_CORRUPT("ledger-corrupt", 500, "The ledger does not verify"),
  REGISTRY_UNAVAILABLE("registry-unavailable", 502, "The registry does not answer"),
  REGISTRY_DENIED("registry-denied", 502, "The registry denied it"),
  REGISTRY_LYING("registry-lying", 502, "The registry's answer cannot be true"),
  REGISTRY_REJECTED("registry-rejected", 502, "The registry rejected it"),
  LEDGER_UNAVAILABLE("ledger-unavailable", 503, "The ledger does not answer"),
  LEDGER_REFUSED("ledger-refused", 503, "The ledger cannot be used"),
  LEDGER_UNKNOWN_OUTCOME("ledger-unknown-outcome", 503, "It may or may not be on record"),
  ISSUER_UNAVAILABLE("issuer-unavailable", 503, "Credentials cannot be checked now"),
  STOPPING("stopping", 503, "The server is stopping"),
  BUSY("busy", 503, "Too much at once"),
  HTTP_VERSION("http-version", 505, "Not this version of HTTP");

  private static final String PREFIX = "urn:tagtrail:problem:";

  private final String slug;
  private final int status;
  private final String title;

  ProblemType(String slug, int status, String title) {
    this.slug = slug;
    this.status = status;
    this.title = title;
  }

  public String slug() {
    return slug;
  }

  public int status() {
    return status;
  }

  public String title() {
    return title;
  }

  /// The value of `type` in a problem document.
  public String urn() {
    return PREFIX + slug;
  }

  /// The kind for a status that the HTTP layer found by itself; [#INVALID] for any other 4xx.
  public static ProblemType ofStatus(int status) {
    return switch (status) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 408 -> TIMEOUT;
      case 413 -> TOO_LARGE;
      case 414 -> URI_TOO_LONG;
      case 415 -> MEDIA_TYPE;
      case 429 -> TOO_MANY;
      case 431 -> HEADERS_TOO_LARGE;
      case 503 -> BUSY;
      case 505 -> HTTP_VERSION;
      default -> status >= 500 ? INTERNAL : INVALID;
    };
  }
}
