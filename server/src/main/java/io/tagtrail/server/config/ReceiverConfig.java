package io.tagtrail.server.config;

import io.tagtrail.core.model.Alias;
import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Somebody who is told when an alias moved: a Receiver of Flux, or any webhook.
///
/// @param name for people, logs and metrics
/// @param address where it is; an address can be a secret
/// @param secret the key of the signature, or where the bearer token is; null where the type needs
///   none
/// @param on the aliases whose moves it is told of
/// @param ca PEM certificates to trust for it instead of the system's
/// @param insecure whether plain http may leave this machine
/// @param timeout how long one call may take
public record ReceiverConfig(
    String name,
    Type type,
    Address address,
    @Nullable SecretPlace secret,
    List<AliasGlob> on,
    @Nullable Path ca,
    boolean insecure,
    Duration timeout) {
  public static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);

  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Duration LONGEST = Duration.ofMinutes(1);

  /// How a receiver knows that it is us.
  public enum Type {
    /// By the address alone, which is the secret then.
    GENERIC,
    /// By an HMAC over the body.
    GENERIC_HMAC,
    /// By a token of this workload.
    GENERIC_OIDC,
    /// No Receiver of Flux; signed where there is a secret.
    WEBHOOK;

    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Type parse(String label) {
      for (var type : values()) {
        if (type.label().equals(label)) {
          return type;
        }
      }
      throw new InvalidValueException(
          "not a type of receiver: '%s' (there are %s)"
              .formatted(
                  Text.clipped(label, 60),
                  Arrays.stream(values()).map(Type::label).collect(Collectors.joining(", "))));
    }
  }

  /// An address, or where it is to be read.
  public record Address(@Nullable URI uri, @Nullable SecretPlace place) {
    /// @param insecure whether plain http may leave this machine
    /// @throws ConfigException if it is not there, or is none; without quoting it
    URI read(String name, boolean insecure, Map<String, String> env) {
      if (uri != null) {
        return uri;
      }
      var what = "the address of the receiver " + name;
      try {
        var text = place == null ? "" : place.read(what, env);
        return checked(ServerReader.uri(text), insecure);
      } catch (InvalidValueException e) {
        // Not as the cause either: whoever prints it would print the address.
        throw new ConfigException(what + " is not one of https (or http with insecure)");
      }
    }
  }

  public ReceiverConfig {
    name(name);
    on = List.copyOf(on);
    if (on.isEmpty()) {
      throw new InvalidValueException("a receiver is told of no alias: on names none");
    }
    if (timeout.compareTo(LONGEST) > 0 || timeout.compareTo(Duration.ofMillis(100)) < 0) {
      throw new InvalidValueException("timeout is from 100ms to " + Durations.text(LONGEST));
    }
    boolean needs = type == Type.GENERIC_HMAC || type == Type.GENERIC_OIDC;
    if (needs && secret == null) {
      throw new InvalidValueException(
          type == Type.GENERIC_HMAC
              ? "generic-hmac needs secretEnv or secretFile, the token of the Receiver's Secret"
              : "generic-oidc needs tokenEnv or tokenFile, a token of this workload");
    }
    if (type == Type.GENERIC && secret != null) {
      throw new InvalidValueException("a generic Receiver has no secret but its address");
    }
    if (address.uri() != null) {
      checked(address.uri(), insecure);
    }
  }

  /// Whether it is told when this alias moved.
  public boolean takes(Alias alias) {
    return on.stream().anyMatch(glob -> glob.matches(alias));
  }

  /// @throws ConfigException if it is not there
  public URI address(Map<String, String> env) {
    return address.read(name, insecure, env);
  }

  static String name(String text) {
    if (!NAME.matcher(text).matches()) {
      throw new InvalidValueException(
          "a name here has 1 to 63 lower-case letters, digits and inner '-', not: "
              + Text.clipped(text, 80));
    }
    return text;
  }

  static URI checked(URI uri, boolean insecure) {
    if (insecure && "http".equals(uri.getScheme()) && uri.getHost() != null) {
      if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
        throw new InvalidValueException("the address has a user or a fragment");
      }
      return uri;
    }
    try {
      return WebAddresses.secure("the receiver", uri);
    } catch (InvalidValueException e) {
      // The path of the address can be all that proves who calls; that message quotes it.
      throw new InvalidValueException(
          "the receiver is not at an https address without user and fragment (http is for loopback, or with insecure: true); the address is not shown, as it can be a secret");
    }
  }

  /// Never the address.
  @Override
  public String toString() {
    return "ReceiverConfig[" + name + "]";
  }
}
