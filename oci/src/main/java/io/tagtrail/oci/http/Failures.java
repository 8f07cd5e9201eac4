package io.tagtrail.oci.http;

import io.tagtrail.core.model.Text;
import io.tagtrail.core.registry.RegistryException;
import io.tagtrail.core.registry.RegistryException.Applied;
import io.tagtrail.core.registry.RegistryException.Kind;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import javax.net.ssl.SSLHandshakeException;

/// Turns what went wrong into a [RegistryException] that says whether a write can have happened, in
/// words for the person on call.
public final class Failures {
  private static final int TEXT_BYTES = 300;

  private Failures() {}

  /// The registry answered, but not as it should.
  public static RegistryException status(Answer answer) {
    var ask = answer.ask();
    int status = answer.status();
    var applied = applied(ask, status);
    var said = ErrorBody.of(answer);
    return new RegistryException(
        kind(status),
        applied,
        status,
        "%s answered %d%s.%s %s"
            .formatted(
                ask.shown(),
                status,
                said.isEmpty() ? "" : " (" + said + ")",
                unchanged(ask, applied),
                next(kind(status), ask)),
        null,
        answer.retryAfter());
  }

  /// The answer contradicts itself or the specification.
  public static RegistryException lying(Answer answer, String what) {
    return lying(answer.ask(), answer.status(), what);
  }

  /// The same, where only the request is at hand.
  public static RegistryException lying(Ask ask, int status, String what) {
    var applied = ask.writes() ? Applied.UNKNOWN : Applied.NO;
    return new RegistryException(
        Kind.LYING,
        applied,
        status,
        "%s: %s. The answer is not used.%s"
            .formatted(ask.shown(), Text.clipped(what, 600), unchanged(ask, applied)),
        null);
  }

  static RegistryException broken(Ask ask, Throwable cause) {
    // Only these say that no byte of the request itself was sent.
    boolean neverSent =
        cause instanceof ConnectException
            || cause instanceof HttpConnectTimeoutException
            || cause instanceof SSLHandshakeException;
    var applied = neverSent || !ask.writes() ? Applied.NO : Applied.UNKNOWN;
    var what = neverSent ? "could not connect" : "was cut off";
    return new RegistryException(
        Kind.UNAVAILABLE,
        applied,
        0,
        "%s %s: %s.%s %s"
            .formatted(
                ask.shown(),
                what,
                reason(cause, ask),
                unchanged(ask, applied),
                next(Kind.UNAVAILABLE, ask)),
        cause);
  }

  static RegistryException tooSlow(Ask ask, Throwable cause) {
    var applied = ask.writes() ? Applied.UNKNOWN : Applied.NO;
    return new RegistryException(
        Kind.UNAVAILABLE,
        applied,
        0,
        "%s was not answered within %d ms.%s %s"
            .formatted(
                ask.shown(),
                ask.deadline().toMillis(),
                unchanged(ask, applied),
                next(Kind.UNAVAILABLE, ask)),
        cause);
  }

  static RegistryException notSent(Ask ask, Throwable cause) {
    return new RegistryException(
        Kind.REJECTED,
        Applied.NO,
        0,
        "%s could not be sent: it is not a request that HTTP allows. Nothing was changed."
            .formatted(ask.shown()),
        cause);
  }

  private static Kind kind(int status) {
    return switch (status) {
      case 401, 403 -> Kind.DENIED;
      case 404 -> Kind.NOT_FOUND;
      case 408, 429, 499 -> Kind.UNAVAILABLE;
      default -> status >= 500 ? Kind.UNAVAILABLE : status >= 400 ? Kind.REJECTED : Kind.LYING;
    };
  }

  /// `NO` only for answers that a registry gives before it writes. Not 409: some give it when two
  /// writes meet, and then one of them was applied.
  private static Applied applied(Ask ask, int status) {
    return switch (status) {
      case 400, 401, 403, 404, 405, 412, 413, 415, 422 -> Applied.NO;
      default -> ask.writes() ? Applied.UNKNOWN : Applied.NO;
    };
  }

  private static String unchanged(Ask ask, Applied applied) {
    if (!ask.writes()) {
      return "";
    }
    return applied == Applied.NO
        ? " Nothing was changed."
        : " It may have been applied all the same: read back before trying again.";
  }

  private static String next(Kind kind, Ask ask) {
    var host = ask.uri().getAuthority();
    return switch (kind) {
      case UNAVAILABLE -> "Check that " + host + " is up and can be reached, then try again.";
      case DENIED ->
          "Check the credentials for %s and that they may %s this repository."
              .formatted(host, ask.writes() ? "push to" : "pull from");
      case NOT_FOUND -> "Check the name of the repository and of what was asked for.";
      case REJECTED -> "The registry will not take it as it is.";
      case LYING -> "Check what stands between here and " + host + ".";
    };
  }

  private static String reason(Throwable cause, Ask ask) {
    var authorization = ask.headers().get("Authorization");
    return Text.clipped(Redaction.text(IoTrouble.of(cause), authorization), TEXT_BYTES);
  }
}
