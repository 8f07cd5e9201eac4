package io.tagtrail.server.identity;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.server.config.IdentityConfig;
import io.tagtrail.server.config.SignIn;
import io.tagtrail.store.TokenStore;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Everything about who asks, by one configuration.
public final class Identities implements AutoCloseable {
  private final IdentityConfig config;
  private final TokenVerifier verifier;
  private final ApiTokens apiTokens;
  private final Authenticator authenticator;
  private final @Nullable SignInFlow signIn;

  /// What the command line must know to sign in a person: public.
  public record Login(URI issuer, String clientId, List<String> scopes) {
    public Login {
      scopes = List.copyOf(scopes);
    }
  }

  private Identities(
      IdentityConfig config,
      TokenStore tokens,
      InstantSource clock,
      IssuerTimes times,
      LongSupplier nanos,
      Map<String, String> environment) {
    this.config = config;
    this.verifier = new TokenVerifier(config.issuers(), times, clock, nanos);
    this.apiTokens = new ApiTokens(tokens, clock);
    var sessions = new Sessions(config, tokens, clock);
    this.authenticator =
        new RequestAuthenticator(
            verifier,
            config.apiTokens() ? apiTokens : null,
            config.signIn() == null ? null : sessions);
    var settings = config.signIn();
    this.signIn =
        settings == null
            ? null
            : new SignInFlow(
                settings,
                secret(settings, environment),
                issuer(verifier, settings),
                verifier,
                sessions);
  }

  /// @param environment where the client's secret of the sign-in is
  /// @throws InvalidValueException if a CA file or the client's secret cannot be read
  public static Identities open(
      IdentityConfig config,
      TokenStore tokens,
      InstantSource clock,
      Map<String, String> environment) {
    return open(config, tokens, clock, IssuerTimes.DEFAULT, System::nanoTime, environment);
  }

  static Identities open(
      IdentityConfig config,
      TokenStore tokens,
      InstantSource clock,
      IssuerTimes times,
      LongSupplier nanos,
      Map<String, String> environment) {
    return new Identities(config, tokens, clock, times, nanos, environment);
  }

  public Authenticator authenticator() {
    return authenticator;
  }

  /// Whether tokens of Tagtrail's own are believed; only then is it of use to make some.
  public boolean acceptsApiTokens() {
    return config.apiTokens();
  }

  public ApiTokens apiTokens() {
    return apiTokens;
  }

  /// Sign-in with a browser; empty where it is not configured.
  public Optional<SignInFlow> signIn() {
    return Optional.ofNullable(signIn);
  }

  /// How the command line signs people in; empty where nobody can.
  public Optional<Login> login() {
    var settings = config.signIn();
    return settings == null
        ? Optional.empty()
        : config
            .issuer(settings.issuer())
            .map(issuer -> new Login(issuer.issuer(), settings.clientId(), settings.scopes()));
  }

  @Override
  public void close() {
    verifier.close();
  }

  private static Issuer issuer(TokenVerifier verifier, SignIn settings) {
    return verifier.issuers().stream()
        .filter(issuer -> issuer.config().name().equals(settings.issuer()))
        .findFirst()
        .orElseThrow(() -> new InvalidValueException("no issuer is called " + settings.issuer()));
  }

  private static @Nullable String secret(SignIn settings, Map<String, String> environment) {
    var name = settings.clientSecretEnv();
    if (name == null) {
      return null;
    }
    var secret = environment.get(name);
    if (secret == null || secret.isEmpty()) {
      throw new InvalidValueException(
          "the client's secret for sign-in is not there: the environment variable %s is empty"
              .formatted(name));
    }
    return secret;
  }
}
