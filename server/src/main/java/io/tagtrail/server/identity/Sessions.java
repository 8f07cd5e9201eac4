package io.tagtrail.server.identity;

import io.tagtrail.core.json.JsonException;
import io.tagtrail.server.config.IdentityConfig;
import io.tagtrail.store.TokenStore;
import io.tagtrail.store.TokenStore.Token;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Sessions of people who signed in with a browser. What is kept is the claims that the issuer
/// vouched for; who that is, is worked out at each request by the configuration of now, so that an
/// issuer that is no longer configured ends its sessions.
final class Sessions {
  static final String KIND = "session";

  /// A session ends after a working day, whatever happens in it.
  static final Duration LENGTH = Duration.ofHours(8);

  private static final Pattern FORM = Pattern.compile("ts_[0-9A-Za-z]{" + Secrets.LENGTH + "}");
  private static final Duration NOTED_EACH = Duration.ofMinutes(5);
  private static final int ID_LENGTH = 12;

  private final IdentityConfig config;
  private final TokenStore store;
  private final InstantSource clock;

  Sessions(IdentityConfig config, TokenStore store, InstantSource clock) {
    this.config = config;
    this.store = store;
    this.clock = clock;
  }

  /// Begins a session; always with a new secret, so that nobody can prepare one for another.
  ///
  /// @return the secret, for the cookie
  String begin(String issuer, Map<String, Object> claims) {
    var secret = "ts_" + Secrets.base62(Secrets.LENGTH);
    var now = clock.instant();
    store.add(
        new Token(
            Secrets.base62(ID_LENGTH),
            "browser",
            Secrets.hash(secret),
            KIND,
            StrictJson.write(Map.of("issuer", issuer, "claims", claims)),
            List.of(),
            now,
            now.plus(LENGTH),
            null,
            null));
    return secret;
  }

  void end(String secret) {
    if (FORM.matcher(secret).matches()) {
      store
          .byHash(Secrets.hash(secret))
          .filter(token -> token.kind().equals(KIND))
          .ifPresent(token -> store.revoke(token.id(), clock.instant()));
    }
  }

  Authentication authenticate(String secret) {
    var ended = new Authentication.Rejected("the session has ended; sign in again");
    if (!FORM.matcher(secret).matches()) {
      return ended;
    }
    var now = clock.instant();
    var token = store.byHash(Secrets.hash(secret)).orElse(null);
    if (token == null || !token.kind().equals(KIND) || !token.countsAt(now)) {
      return ended;
    }
    var last = token.lastUsed();
    if (last == null || last.plus(NOTED_EACH).isBefore(now)) {
      store.used(token.id(), now);
    }
    return identity(token) instanceof Mapper.Mapped.Of(var identity)
            && identity.kind() == Identity.Kind.PERSON
        ? new Authentication.Known(until(identity, token))
        : ended;
  }

  private Mapper.Mapped identity(Token token) {
    try {
      var subject = StrictJson.object(token.subject().getBytes(StandardCharsets.UTF_8));
      var issuer = config.issuer(String.valueOf(subject.get("issuer")));
      if (issuer.isEmpty() || !(subject.get("claims") instanceof Map<?, ?> kept)) {
        return new Mapper.Mapped.Unfit("its issuer is no longer configured");
      }
      var claims = new java.util.LinkedHashMap<String, Object>();
      kept.forEach((name, value) -> claims.put((String) name, value));
      if (!issuer.get().issuer().toString().equals(claims.get("iss"))) {
        return new Mapper.Mapped.Unfit("another issuer has its name now");
      }
      return Mapper.map(issuer.get(), claims);
    } catch (JsonException e) {
      return new Mapper.Mapped.Unfit("it is damaged: " + e.getMessage());
    }
  }

  private static Identity until(Identity who, Token token) {
    return new Identity(
        who.kind(),
        who.mover(),
        who.person(),
        who.linked(),
        who.groups(),
        who.claims(),
        who.pipeline(),
        who.source(),
        who.scope(),
        who.id(),
        token.expires());
  }
}
