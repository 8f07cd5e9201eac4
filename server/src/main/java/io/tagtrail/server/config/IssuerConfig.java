package io.tagtrail.server.config;

import io.tagtrail.core.model.InvalidValueException;
import io.tagtrail.core.model.Text;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An issuer of OpenID Connect tokens that is believed.
///
/// @param name what the configuration and messages call it
/// @param issuer compared with the token's `iss` as text, character by character
/// @param audiences a token must be made for one of these
/// @param algorithms the only ones accepted (RFC 7518, RFC 8037): asymmetric ones
/// @param skew how far the clocks may be apart, at most five minutes
/// @param jwks where its keys are (https, http within loopback, or `file:`); null for discovery
/// @param ca certificates in PEM that are trusted for this issuer instead of the system's
/// @param mapping what a fact is taken from, where it differs from the preset: a field of [#FIELDS]
///   to a claim's name, or to a text with `{claims}` in it; an empty text for nothing
/// @param people whether its tokens stand for people, not workloads
/// @param groupsClaim the claim that lists groups; null for none
public record IssuerConfig(
    String name,
    URI issuer,
    List<String> audiences,
    Preset preset,
    Set<String> algorithms,
    Duration skew,
    @Nullable URI jwks,
    @Nullable Path ca,
    Map<String, String> mapping,
    boolean people,
    @Nullable String groupsClaim) {
  /// What a token of an issuer looks like.
  public enum Preset {
    GITHUB,
    GITLAB,
    KUBERNETES,
    OIDC
  }

  /// What can be mapped. `subject` is a workload's, `person` a person's name.
  public static final Set<String> FIELDS =
      Set.of(
          "subject",
          "person",
          "pipeline.provider",
          "pipeline.name",
          "pipeline.id",
          "pipeline.attempt",
          "pipeline.number",
          "pipeline.url",
          "source.repository",
          "source.revision");

  /// Signatures that only the holder of a private key can make. `none` and the HMACs are not among
  /// them and cannot be configured.
  public static final Set<String> ALGORITHMS =
      Set.of(
          "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512",
          "Ed25519", "EdDSA");

  public static final Set<String> DEFAULT_ALGORITHMS = Set.of("RS256", "ES256");
  public static final Duration DEFAULT_SKEW = Duration.ofSeconds(30);
  public static final Duration MAX_SKEW = Duration.ofMinutes(5);

  private static final Pattern NAME = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  public IssuerConfig {
    if (!NAME.matcher(name).matches()) {
      throw new InvalidValueException(
          "not a name for an issuer: '%s' (lower-case letters, digits and inner '-')"
              .formatted(Text.clipped(name, 80)));
    }
    WebAddresses.secure("the issuer " + name, issuer);
    if (issuer.getRawQuery() != null) {
      throw new InvalidValueException("the issuer " + name + " has a query in its address");
    }
    audiences = List.copyOf(audiences);
    if (audiences.isEmpty()) {
      throw new InvalidValueException(
          "the issuer %s has no audience: a token made for anything would be accepted"
              .formatted(name));
    }
    audiences.forEach(audience -> Text.bounded("an audience of " + name, audience, 512));
    algorithms = Set.copyOf(algorithms);
    if (algorithms.isEmpty() || !ALGORITHMS.containsAll(algorithms)) {
      throw new InvalidValueException(
          "the algorithms of the issuer %s are not of %s: %s"
              .formatted(name, new TreeSet<>(ALGORITHMS), new TreeSet<>(algorithms)));
    }
    if (skew.isNegative() || skew.compareTo(MAX_SKEW) > 0) {
      throw new InvalidValueException(
          "the skew of the issuer " + name + " is not between 0s and 5m: " + skew);
    }
    if (jwks != null && !"file".equals(jwks.getScheme())) {
      WebAddresses.secure("the keys (jwks) of the issuer " + name, jwks);
    }
    mapping = Map.copyOf(mapping);
    for (var field : mapping.keySet()) {
      if (!FIELDS.contains(field)) {
        throw new InvalidValueException(
            "the mapping of the issuer %s has the field '%s'; there are %s"
                .formatted(name, Text.clipped(field, 80), new TreeSet<>(FIELDS)));
      }
    }
    if (people && preset != Preset.OIDC) {
      throw new InvalidValueException(
          "the issuer %s has the preset %s, which is one of workloads: people need the preset oidc"
              .formatted(name, preset.name().toLowerCase(java.util.Locale.ROOT)));
    }
  }
}
