package io.tagtrail.attest;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A public key that may vouch for bundles, as configuration gives it: one PEM block `PUBLIC KEY`
/// (SubjectPublicKeyInfo, RFC 7468 section 13), what `cosign public-key` prints.
///
/// @param key ECDSA on P-256 or P-384, RSA of 2048 to 8192 bits, or Ed25519
/// @param id the first twelve digits of the SHA-256 of its DER form: enough for people to tell keys
///   apart
public record VerificationKey(PublicKey key, Schemes schemes, String id) {
  public static final int MAX_PEM_CHARACTERS = 8 << 10;
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PUBLIC KEY-----\\s*([A-Za-z0-9+/=\\s]+?)\\s*-----END PUBLIC KEY-----\\s*");
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_RSA_BITS = 8192;

  /// @throws InvalidValueException saying what it is instead, where that can be told; the message
  ///   quotes nothing, since a private key pasted by mistake must not end up in a log
  public static VerificationKey parse(String pem) {
    if (pem.length() > MAX_PEM_CHARACTERS) {
      throw new InvalidValueException(
          "a public key is longer than %d characters".formatted(MAX_PEM_CHARACTERS));
    }
    var matcher = PEM.matcher(pem);
    if (!matcher.matches()) {
      throw new InvalidValueException("not a public key: " + instead(pem));
    }
    try {
      var der = Base64.getDecoder().decode(matcher.group(1).replaceAll("\\s", ""));
      return of(decode(der), Digest.of(der).shortHex());
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      if (e instanceof InvalidValueException known) {
        throw known;
      }
      throw new InvalidValueException("a public key cannot be read: its PEM block is damaged", e);
    }
  }

  /// Whether this key made the signature over exactly this message.
  public boolean verifies(byte[] message, byte[] signature) {
    return schemes.verify(key, message, signature);
  }

  /// Whether Flux would say so with this key. It takes SHA-256 for every kind of key, and knows one
  /// form of Ed25519.
  boolean verifiesForFlux(byte[] message, byte[] signature) {
    return schemes.verifyForFlux(key, message, signature);
  }

  /// The key as one PEM block: what `cosign.pub` holds.
  public String pem() {
    return SigningKey.pem("PUBLIC KEY", key.getEncoded());
  }

  @Override
  public String toString() {
    return schemes.title() + " key " + id;
  }

  private static PublicKey decode(byte[] der) throws GeneralSecurityException {
    for (var algorithm : List.of("EC", "RSA", "Ed25519")) {
      var key = decode(algorithm, der);
      if (key != null) {
        return key;
      }
    }
    throw new InvalidValueException(
        "a public key is of a kind that is not supported: ECDSA P-256 or P-384, RSA or Ed25519");
  }

  /// Null where it is another kind of key.
  private static @Nullable PublicKey decode(String algorithm, byte[] der)
      throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance(algorithm).generatePublic(new X509EncodedKeySpec(der));
    } catch (InvalidKeySpecException e) {
      return null;
    }
  }

  private static VerificationKey of(PublicKey key, String id) {
    var schemes =
        switch (key) {
          case ECPublicKey ec -> curve(ec);
          case RSAPublicKey rsa -> rsa(rsa);
          case EdECPublicKey ed when ed.getParams().getName().equals(ED25519) -> Schemes.ED25519;
          default ->
              throw new InvalidValueException("a public key is of a kind that is not supported");
        };
    if (!schemes.takes(key)) {
      throw new InvalidValueException("a public key cannot be used: it is no point of its curve");
    }
    return new VerificationKey(key, schemes, id);
  }

  private static final String ED25519 = NamedParameterSpec.ED25519.getName();

  private static Schemes curve(ECPublicKey key) {
    // Java has no other way to ask a key for the name of its curve.
    var name = key.getParams().toString();
    if (name.startsWith("secp256r1 ")) {
      return Schemes.P256;
    }
    if (name.startsWith("secp384r1 ")) {
      return Schemes.P384;
    }
    throw new InvalidValueException("an ECDSA key is on another curve than P-256 or P-384");
  }

  private static Schemes rsa(RSAPublicKey key) {
    int bits = key.getModulus().bitLength();
    if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
      throw new InvalidValueException(
          "an RSA key has %d bits; it may have %d to %d"
              .formatted(bits, MIN_RSA_BITS, MAX_RSA_BITS));
    }
    return Schemes.RSA;
  }

  private static String instead(String pem) {
    if (pem.contains("PRIVATE KEY-----")) {
      return "it is a private key, which belongs nowhere but with the signer";
    }
    if (pem.contains("BEGIN CERTIFICATE-----")) {
      return "it is a certificate; give the key alone (openssl x509 -pubkey -noout)";
    }
    return "it has to be one PEM block '-----BEGIN PUBLIC KEY-----'";
  }
}
