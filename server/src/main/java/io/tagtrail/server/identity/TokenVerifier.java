package io.tagtrail.server.identity;

import io.tagtrail.core.model.Text;
import io.tagtrail.server.config.IssuerConfig;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/// Verifies tokens of the configured issuers, each by its own issuer's rules and keys alone.
final class TokenVerifier implements AutoCloseable {
  /// Types of tokens that say who somebody is: an ID token, and an access token (RFC 9068).
  static final Set<String> BEARER_TYPES = Set.of("jwt", "at+jwt");

  static final Set<String> ID_TOKEN_TYPES = Set.of("jwt");

  private final Map<String, Issuer> byAddress = new LinkedHashMap<>();
  private final InstantSource clock;

  /// What came of it.
  sealed interface Result {
    record Verified(IssuerConfig issuer, Map<String, Object> claims) implements Result {}

    /// @param why without any part of the token that could be a secret
    record Refused(String why) implements Result {}

    record Away(String why, Duration retryAfter) implements Result {}
  }

  TokenVerifier(
      List<IssuerConfig> issuers, IssuerTimes times, InstantSource clock, LongSupplier nanos) {
    this.clock = clock;
    for (var issuer : issuers) {
      byAddress.put(issuer.issuer().toString(), new Issuer(issuer, times, nanos));
    }
  }

  Collection<Issuer> issuers() {
    return byAddress.values();
  }

  /// Verifies what came with a request.
  Result verify(String text) throws InterruptedException {
    return switch (RawToken.parse(text)) {
      case RawToken.Parsed.Malformed malformed -> new Result.Refused(malformed.why());
      case RawToken.Parsed.Token(var token) -> {
        if (!(token.claims().get("iss") instanceof String iss)) {
          yield new Result.Refused("the token names no issuer (iss)");
        }
        var issuer = byAddress.get(iss);
        if (issuer == null) {
          yield new Result.Refused(
              "the token's issuer is not configured: '%s'".formatted(Text.clipped(iss, 200)));
        }
        yield verify(token, issuer, issuer.config().audiences(), BEARER_TYPES);
      }
    };
  }

  /// Verifies the ID token that an issuer itself handed over for a client.
  Result verifyIdToken(String text, Issuer issuer, String client) throws InterruptedException {
    return switch (RawToken.parse(text)) {
      case RawToken.Parsed.Malformed malformed -> new Result.Refused(malformed.why());
      case RawToken.Parsed.Token(var token) ->
          verify(token, issuer, List.of(client), ID_TOKEN_TYPES);
    };
  }

  @Override
  public void close() {
    byAddress.values().forEach(Issuer::close);
  }

  /// The cheap checks come first, so that a token which could not be accepted anyhow makes nobody
  /// fetch keys.
  private Result verify(RawToken token, Issuer issuer, List<String> audiences, Set<String> types)
      throws InterruptedException {
    var config = issuer.config();
    if (!config.algorithms().contains(token.algorithm())) {
      return new Result.Refused(
          "the token's algorithm '%s' is not one that the issuer %s is trusted with"
              .formatted(Text.clipped(token.algorithm(), 40), config.name()));
    }
    if (token.type() != null && !types.contains(token.type())) {
      return new Result.Refused(
          "a token of the type '%s' does not say who asks"
              .formatted(Text.clipped(token.type(), 60)));
    }
    var problem = ClaimChecks.problem(token.claims(), config, audiences, clock.instant());
    if (problem != null) {
      return new Result.Refused(problem);
    }
    return switch (issuer.keys().find(token.kid())) {
      case KeySource.Found.Away(var why, var retryAfter) ->
          new Result.Away(
              "the issuer %s cannot be asked for its keys: %s".formatted(config.name(), why),
              retryAfter);
      case KeySource.Found.Unknown() ->
          new Result.Refused(
              "the token names a key that the issuer %s does not have: '%s'"
                  .formatted(config.name(), Text.clipped(String.valueOf(token.kid()), 80)));
      case KeySource.Found.In(var keys) ->
          keys.signed(token)
              ? new Result.Verified(config, token.claims())
              : new Result.Refused(
                  "the token's signature does not hold under the keys of the issuer "
                      + config.name());
    };
  }
}
