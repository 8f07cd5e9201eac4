package io.tagtrail.server.config;

import io.tagtrail.core.cluster.ClusterReport;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.flux.event.Mapping;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Somebody who may notify us.
///
/// @param name the last part of the address that it calls
/// @param secret the key of the HMAC or the token; null for [Auth#CALLER]
/// @param caller whose token counts, `issuer|subject`; null but for [Auth#CALLER]
public record HookConfig(
    String name, Origin origin, Auth auth, @Nullable SecretPlace secret, @Nullable String caller) {
  private static final int CALLER_BYTES = 1_100;

  /// What notifies.
  public sealed interface Origin {
    /// Flux.
    ///
    /// @param cluster which one: a secret is a cluster's, and what an event says of itself is
    ///   nobody's word
    record Flux(String cluster) implements Origin {
      public Flux {
        ClusterReport.name(cluster);
      }
    }

    /// A registry.
    ///
    /// @param registry the name by which aliases are found there, as in their locations
    record Registry(String registry, Mapping mapping) implements Origin {}
  }

  /// How the caller shows that it is the one.
  public enum Auth {
    /// By an HMAC over the body.
    HMAC,
    /// By a token in the Authorization header: as a bearer token, as the password, or alone.
    TOKEN,
    /// By a token of an issuer that is configured under `identity`.
    CALLER;

    static Auth parse(String label) {
      for (var auth : values()) {
        if (auth.name().toLowerCase(Locale.ROOT).equals(label)) {
          return auth;
        }
      }
      throw new InvalidValueException("a hook is called with hmac, token or caller");
    }
  }

  public HookConfig {
    ReceiverConfig.name(name);
    if (auth == Auth.CALLER ? caller == null : secret == null) {
      throw new InvalidValueException(
          auth == Auth.CALLER
              ? "a hook of auth: caller says whose token counts: caller: 'issuer|subject'"
              : "a hook needs secretEnv or secretFile: whoever can call it can make the server look");
    }
    if (auth == Auth.CALLER ? secret != null : caller != null) {
      throw new InvalidValueException("a hook has a secret or a caller, by its auth");
    }
    if (caller != null && (caller.indexOf('|') < 1 || caller.length() > CALLER_BYTES)) {
      throw new InvalidValueException("a caller is 'issuer|subject'");
    }
  }

  public boolean isFlux() {
    return origin instanceof Origin.Flux;
  }
}
