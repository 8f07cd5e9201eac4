package io.tagtrail.server.identity;

import io.tagtrail.core.model.Text;
import io.tagtrail.server.config.IssuerConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Whom a token is from, whom it is for, and when it holds.
final class ClaimChecks {
  // The year 9999: later ones are no dates but mistakes.
  private static final long LAST_SECOND = 253_402_300_799L;

  private ClaimChecks() {}

  /// What is wrong with the claims; null if nothing is.
  static @Nullable String problem(
      Map<String, Object> claims, IssuerConfig issuer, List<String> audiences, Instant now) {
    if (!issuer.issuer().toString().equals(claims.get("iss"))) {
      return "the token is of another issuer than " + issuer.name();
    }
    if (!(claims.get("sub") instanceof String sub) || sub.isBlank()) {
      return "the token names no subject (sub)";
    }
    if (claims.containsKey("events")) {
      return "the token reports an event (RFC 8417); it does not say who asks";
    }
    var audience = audienceProblem(claims.get("aud"), issuer, audiences);
    return audience == null ? timeProblem(claims, issuer.skew(), now) : audience;
  }

  /// When the token ends.
  static Instant expiry(Map<String, Object> claims) {
    var exp = seconds(claims, "exp");
    if (exp == null) {
      throw new IllegalStateException("a verified token has an expiry");
    }
    return exp;
  }

  private static @Nullable String audienceProblem(
      @Nullable Object aud, IssuerConfig issuer, List<String> audiences) {
    List<?> named = aud instanceof List<?> list ? list : aud == null ? List.of() : List.of(aud);
    if (named.stream().anyMatch(audiences::contains)) {
      return null;
    }
    return "the token is made for another audience (%s); the issuer %s is configured with %s"
        .formatted(Text.clipped(named.toString(), 200), issuer.name(), audiences);
  }

  private static @Nullable String timeProblem(
      Map<String, Object> claims, Duration skew, Instant now) {
    var exp = seconds(claims, "exp");
    var iat = seconds(claims, "iat");
    if (exp == null || iat == null) {
      return "the token does not say in seconds when it was issued and when it expires (iat, exp)";
    }
    if (!now.isBefore(exp.plus(skew))) {
      return "the token expired at " + exp + "; it is " + now;
    }
    if (iat.isAfter(now.plus(skew))) {
      return "the token was issued in the future, at %s; it is %s: a clock is wrong"
          .formatted(iat, now);
    }
    if (!claims.containsKey("nbf")) {
      return null;
    }
    var nbf = seconds(claims, "nbf");
    if (nbf == null) {
      return "the token does not say in seconds from when on it holds (nbf)";
    }
    return nbf.isAfter(now.plus(skew))
        ? "the token does not hold before " + nbf + "; it is " + now
        : null;
  }

  /// RFC 7519: seconds since 1970, with or without a fraction.
  private static @Nullable Instant seconds(Map<String, Object> claims, String name) {
    if (!(claims.get(name) instanceof Number number)) {
      return null;
    }
    long seconds = number.longValue();
    return seconds < 0 || seconds > LAST_SECOND ? null : Instant.ofEpochSecond(seconds);
  }
}
