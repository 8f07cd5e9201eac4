package io.tagtrail.server.http.hook;

import io.tagtrail.flux.event.BodySignature;
import io.tagtrail.server.config.ConfigException;
import io.tagtrail.server.config.HookConfig;
import io.tagtrail.server.config.SecretPlace;
import io.tagtrail.server.http.exchange.Call;
import io.tagtrail.server.http.exchange.ProblemException;
import io.tagtrail.server.http.exchange.ProblemType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the caller of a hook is the one that is configured. Secrets are compared in a time that
/// says nothing of them.
final class Proofs {
  private static final Logger LOG = LoggerFactory.getLogger(Proofs.class);
  private static final String GITHUB = "X-Hub-Signature-256";
  private static final int MAX_HEADER = 8_192;

  private final Map<String, String> env;

  Proofs(Map<String, String> env) {
    this.env = Map.copyOf(env);
  }

  /// What can be told without the body.
  ///
  /// @throws ProblemException if there is no proof, or it is a wrong one
  void before(HookConfig hook, Call call) {
    switch (hook.auth()) {
      case HMAC -> {
        if (signature(call) == null) {
          throw rejected(
              "the hook %s takes signed calls only: %s: sha256=… over the exact body"
                  .formatted(hook.name(), BodySignature.HEADER));
        }
      }
      case TOKEN -> {
        if (!isToken(call.header("Authorization"), secret(hook))) {
          throw rejected(
              ("the hook %s takes calls with its token only: Authorization: Bearer …, or as the"
                      + " password of Basic")
                  .formatted(hook.name()));
        }
      }
      case CALLER -> {
        // Found out by the server's own look at tokens.
      }
    }
  }

  /// What can be told with the body, or by who the caller is.
  ///
  /// @throws ProblemException if the proof is a wrong one
  void after(HookConfig hook, Call call) {
    switch (hook.auth()) {
      case HMAC -> {
        var key = secret(hook).getBytes(StandardCharsets.UTF_8);
        if (!BodySignature.holds(signature(call), call.raw(), key)) {
          throw rejected(
              "the signature is not one of this body under the key of the hook " + hook.name());
        }
      }
      case TOKEN -> {
        // Looked at before.
      }
      case CALLER -> {
        var mover = call.needAsker().identity().mover();
        if (!(mover.issuer() + "|" + mover.subject()).equals(hook.caller())) {
          throw rejected("the hook %s is for another caller".formatted(hook.name()));
        }
      }
    }
  }

  private static @Nullable String signature(Call call) {
    var own = call.header(BodySignature.HEADER);
    return own == null ? call.header(GITHUB) : own;
  }

  /// As a bearer token, as the password of Basic (also out of an address: `https://x:TOKEN@…`), or
  /// the header's whole value, as Harbor is configured.
  private static boolean isToken(@Nullable String header, String token) {
    if (header == null || header.length() > MAX_HEADER) {
      return false;
    }
    if (same(header.strip(), token)) {
      return true;
    }
    int space = header.indexOf(' ');
    if (space < 0) {
      return false;
    }
    var rest = header.substring(space + 1).strip();
    return switch (header.substring(0, space).toLowerCase(java.util.Locale.ROOT)) {
      case "bearer" -> same(rest, token);
      case "basic" -> same(password(rest), token);
      default -> false;
    };
  }

  private static String password(String encoded) {
    try {
      var text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
      return text.substring(text.indexOf(':') + 1);
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static boolean same(String given, String secret) {
    return MessageDigest.isEqual(
        given.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8));
  }

  private String secret(HookConfig hook) {
    SecretPlace place = Objects.requireNonNull(hook.secret(), "such a hook has a secret");
    try {
      return place.read("the secret of the hook " + hook.name(), env);
    } catch (ConfigException e) {
      LOG.error("a hook cannot be called: {}", e.getMessage());
      throw ProblemException.of(
          ProblemType.ISSUER_UNAVAILABLE,
          "the server cannot read the secret of the hook %s; its log says why"
              .formatted(hook.name()));
    }
  }

  private static ProblemException rejected(String why) {
    return ProblemException.of(ProblemType.UNAUTHENTICATED, why);
  }
}
