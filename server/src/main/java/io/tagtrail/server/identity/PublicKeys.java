package io.tagtrail.server.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.util.Base64URL;
import io.tagtrail.core.json.JsonException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An issuer's public keys (RFC 7517). A key that cannot be used for signatures, or is too weak, is
/// none; secrets (`oct`) never are.
final class PublicKeys {
  private static final int MAX_KEYS = 100;
  private static final int MIN_RSA_BITS = 2048;
  // A larger one would make every verification a burden on this server.
  private static final int MAX_RSA_BITS = 8192;
  private static final int MAX_EXPONENT_BITS = 64;
  private static final byte[] ED25519_PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");
  private static final int ED25519_BYTES = 32;
  private static final Set<String> EDDSA = Set.of("EdDSA", "Ed25519");

  private final List<Key> keys;

  /// @param fits the algorithms that this key can be used with, and no others
  private record Key(@Nullable String kid, Set<String> fits, Check check) {}

  @FunctionalInterface
  private interface Check {
    boolean holds(String algorithm, byte[] signed, byte[] signature)
        throws JOSEException, GeneralSecurityException;
  }

  private PublicKeys(List<Key> keys) {
    this.keys = keys;
  }

  /// @throws JsonException if the bytes are no set of keys, or hold none that can be used
  static PublicKeys parse(byte[] jwks) {
    if (!(StrictJson.object(jwks).get("keys") instanceof List<?> list)) {
      throw new JsonException("there is no list of keys in it");
    }
    if (list.size() > MAX_KEYS) {
      throw new JsonException("it has more than " + MAX_KEYS + " keys");
    }
    var keys = new ArrayList<Key>();
    for (var each : list) {
      var key = each instanceof Map<?, ?> map ? key(map) : null;
      if (key != null) {
        keys.add(key);
      }
    }
    if (keys.isEmpty()) {
      throw new JsonException("it has no key that signatures can be verified with");
    }
    return new PublicKeys(List.copyOf(keys));
  }

  /// Whether there is a key that a token with this header could be signed by.
  boolean knows(@Nullable String kid) {
    return kid == null || keys.stream().anyMatch(key -> kid.equals(key.kid));
  }

  /// Whether the token is signed by the key that it names; without a name, by the only key that
  /// fits its algorithm.
  boolean signed(RawToken token) {
    var fitting =
        keys.stream()
            .filter(key -> key.fits.contains(token.algorithm()))
            .filter(key -> token.kid() == null || token.kid().equals(key.kid))
            .toList();
    if (fitting.size() != 1) {
      return false;
    }
    try {
      return fitting.getFirst().check.holds(token.algorithm(), token.signed(), token.signature());
    } catch (JOSEException | GeneralSecurityException e) {
      // A signature of a form that cannot be checked proves nothing.
      return false;
    }
  }

  private static @Nullable Key key(Map<?, ?> jwk) {
    if (!forSignatures(jwk)) {
      return null;
    }
    var kid = jwk.get("kid") instanceof String id ? id : null;
    try {
      return switch (String.valueOf(jwk.get("kty"))) {
        case "RSA" -> rsa(kid, jwk);
        case "EC" -> ec(kid, jwk);
        case "OKP" -> ed25519(kid, jwk);
        default -> null;
      };
    } catch (ParseException
        | JOSEException
        | GeneralSecurityException
        | IllegalArgumentException e) {
      // One broken key does not take the others with it.
      return null;
    }
  }

  private static boolean forSignatures(Map<?, ?> jwk) {
    var use = jwk.get("use");
    return (use == null || use.equals("sig"))
        && (!(jwk.get("key_ops") instanceof List<?> ops) || ops.contains("verify"));
  }

  private static @Nullable Key rsa(@Nullable String kid, Map<?, ?> jwk)
      throws ParseException, JOSEException {
    var key = RSAKey.parse(only(jwk, "kty", "n", "e")).toRSAPublicKey();
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS
        || bits > MAX_RSA_BITS
        || key.getPublicExponent().bitLength() > MAX_EXPONENT_BITS
        || !key.getPublicExponent().testBit(0)
        || key.getPublicExponent().bitLength() < 2) {
      return null;
    }
    var verifier = new RSASSAVerifier(key);
    return new Key(
        kid,
        fits(jwk, Set.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512")),
        (algorithm, signed, signature) ->
            verifier.verify(header(algorithm), signed, Base64URL.encode(signature)));
  }

  private static Key ec(@Nullable String kid, Map<?, ?> jwk) throws ParseException, JOSEException {
    var key = ECKey.parse(only(jwk, "kty", "crv", "x", "y"));
    var algorithm =
        switch (key.getCurve().getName()) {
          case "P-256" -> "ES256";
          case "P-384" -> "ES384";
          case "P-521" -> "ES512";
          default -> throw new ParseException("another curve", 0);
        };
    var verifier = new ECDSAVerifier(key.toECPublicKey());
    return new Key(
        kid,
        fits(jwk, Set.of(algorithm)),
        (alg, signed, signature) ->
            verifier.verify(header(alg), signed, Base64URL.encode(signature)));
  }

  /// By the JDK's own Ed25519: the library's needs one more dependency.
  private static @Nullable Key ed25519(@Nullable String kid, Map<?, ?> jwk)
      throws GeneralSecurityException {
    if (!"Ed25519".equals(jwk.get("crv")) || !(jwk.get("x") instanceof String x)) {
      return null;
    }
    var raw = Base64.getUrlDecoder().decode(x);
    if (raw.length != ED25519_BYTES) {
      return null;
    }
    var encoded = new byte[ED25519_PREFIX.length + ED25519_BYTES];
    System.arraycopy(ED25519_PREFIX, 0, encoded, 0, ED25519_PREFIX.length);
    System.arraycopy(raw, 0, encoded, ED25519_PREFIX.length, ED25519_BYTES);
    var key = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    return new Key(
        kid, fits(jwk, EDDSA), (alg, signed, signature) -> holds(key, signed, signature));
  }

  private static boolean holds(PublicKey key, byte[] signed, byte[] signature)
      throws GeneralSecurityException {
    var verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(key);
    verifier.update(signed);
    return verifier.verify(signature);
  }

  /// What the key's type allows, narrowed by what the key itself says that it is for.
  private static Set<String> fits(Map<?, ?> jwk, Set<String> byType) {
    if (!(jwk.get("alg") instanceof String algorithm)) {
      return byType;
    }
    if (EDDSA.contains(algorithm) && byType.equals(EDDSA)) {
      return EDDSA;
    }
    return byType.contains(algorithm) ? Set.of(algorithm) : Set.of();
  }

  /// Made anew from the pinned algorithm alone: nothing else of the token's header gets to the
  /// library.
  private static JWSHeader header(String algorithm) {
    return new JWSHeader(JWSAlgorithm.parse(algorithm));
  }

  private static Map<String, Object> only(Map<?, ?> jwk, String... names) {
    var map = new HashMap<String, Object>();
    for (var name : names) {
      if (jwk.get(name) instanceof String value) {
        map.put(name, value);
      }
    }
    return map;
  }
}
