package io.tagtrail.attest;

import io.tagtrail.core.model.Digest;
import io.tagtrail.core.model.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// A private key that signs for an environment: ECDSA on P-256 with SHA-256, the one kind that
/// every Flux and every cosign verifies. Read from one PEM block `PRIVATE KEY` (PKCS #8, RFC 7468
/// section 10), not encrypted: whoever keeps it keeps it as a secret.
///
/// Safe for use by many threads. Nothing of the private half is in [#toString] or in a message.
public final class SigningKey {
  private static final int MAX_PEM_CHARACTERS = 8 << 10;
  private static final Pattern PEM =
      Pattern.compile(
          "\\s*-----BEGIN PRIVATE KEY-----\\s*([A-Za-z0-9+/=\\s]+?)\\s*-----END PRIVATE KEY-----\\s*");

  private final PrivateKey key;
  private final VerificationKey verification;

  private SigningKey(ECPrivateKey key) {
    this.key = key;
    this.verification = VerificationKey.parse(pem("PUBLIC KEY", PublicHalf.of(key)));
  }

  /// A new key, from the system's randomness.
  public static SigningKey create() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return new SigningKey((ECPrivateKey) generator.generateKeyPair().getPrivate());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has ECDSA on P-256", e);
    }
  }

  /// @throws InvalidValueException saying what it is instead, where that can be told; the message
  ///   quotes nothing
  public static SigningKey parse(String pem) {
    if (pem.length() > MAX_PEM_CHARACTERS) {
      throw new InvalidValueException(
          "a private key is longer than %d characters".formatted(MAX_PEM_CHARACTERS));
    }
    var matcher = PEM.matcher(pem);
    if (!matcher.matches()) {
      throw new InvalidValueException("not a private key: " + instead(pem));
    }
    byte[] der;
    try {
      der = Base64.getDecoder().decode(matcher.group(1).replaceAll("\\s", ""));
    } catch (IllegalArgumentException e) {
      // Without its cause, whose message can quote the input.
      throw new InvalidValueException("a private key cannot be read: its PEM block is damaged");
    }
    try {
      return of(der);
    } finally {
      Arrays.fill(der, (byte) 0);
    }
  }

  private static SigningKey of(byte[] der) {
    ECPrivateKey key;
    try {
      key =
          (ECPrivateKey) KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (InvalidKeySpecException e) {
      throw new InvalidValueException("not a private key for ECDSA on P-256: " + WANTED);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has ECDSA", e);
    }
    // Java has no other way to ask a key for the name of its curve.
    if (!key.getParams().toString().startsWith("secp256r1 ")) {
      throw new InvalidValueException(
          "the private key is on another curve than P-256, which Flux does not verify everywhere: "
              + WANTED);
    }
    return new SigningKey(key);
  }

  private static final String WANTED =
      "tagtrail keys create makes one, or openssl genpkey -algorithm EC -pkeyopt"
          + " ec_paramgen_curve:P-256";

  /// The signature over the message: ECDSA with SHA-256, ASN.1 DER. Another one each time.
  public byte[] sign(byte[] message) {
    try {
      var signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a key that was looked at before is of no use now", e);
    }
  }

  /// Its public half.
  public VerificationKey verification() {
    return verification;
  }

  /// What a Sigstore bundle names it by: base64 of the SHA-256 of its SubjectPublicKeyInfo.
  String hint() {
    var sha256 = HexFormat.of().parseHex(Digest.of(verification.key().getEncoded()).hex());
    return Base64.getEncoder().encodeToString(sha256);
  }

  /// The private half as a PEM block, for the one file that holds it.
  public String privatePem() {
    return pem("PRIVATE KEY", key.getEncoded());
  }

  static String pem(String label, byte[] der) {
    var lines = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(label, lines.encodeToString(der), label);
  }

  @Override
  public String toString() {
    return verification.toString();
  }

  private static String instead(String pem) {
    if (pem.contains("BEGIN PUBLIC KEY-----")) {
      return "it is a public key; signing takes the private one";
    }
    if (pem.contains("BEGIN EC PRIVATE KEY-----")) {
      return "it is in an older form; convert it (openssl pkcs8 -topk8 -nocrypt -in KEY)";
    }
    if (pem.contains("ENCRYPTED")) {
      return "it is encrypted, and Tagtrail has no passphrase: keep the plain key where secrets are"
          + " kept (a mounted Secret, an environment variable)";
    }
    return "it has to be one PEM block '-----BEGIN PRIVATE KEY-----'";
  }
}
