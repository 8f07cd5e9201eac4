package io.tagtrail.attest;

import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.EdDSAParameterSpec;
import java.util.List;

/// How a kind of key signs. The key decides: nothing that stands beside a signature is asked, so
/// nobody can talk a verifier into another scheme.
///
/// cosign signs with SHA-256 whatever the curve, newer ones with SHA-384 on P-384; with Ed25519 in
/// both its pure form (DSSE envelopes) and its pre-hashed one (RFC 8032, "Ed25519ph": everything
/// else). RSA is PKCS #1 1.5, as cosign has it.
public enum Schemes {
  P256("ECDSA P-256"),
  P384("ECDSA P-384"),
  RSA("RSA"),
  ED25519("Ed25519");

  private static final String PREHASHED = "Ed25519ph";

  private final String title;

  Schemes(String title) {
    this.title = title;
  }

  public String title() {
    return title;
  }

  boolean verify(PublicKey key, byte[] message, byte[] signature) {
    return algorithms().stream().anyMatch(name -> verify(name, key, message, signature));
  }

  boolean verifyForFlux(PublicKey key, byte[] message, byte[] signature) {
    return verify(
        switch (this) {
          case P256, P384 -> "SHA256withECDSA";
          case RSA -> "SHA256withRSA";
          case ED25519 -> "Ed25519";
        },
        key,
        message,
        signature);
  }

  private List<String> algorithms() {
    return switch (this) {
      case P256 -> List.of("SHA256withECDSA");
      case P384 -> List.of("SHA384withECDSA", "SHA256withECDSA");
      case RSA -> List.of("SHA256withRSA");
      case ED25519 -> List.of("Ed25519", PREHASHED);
    };
  }

  /// Whether the key can be used at all: the encoding of a key can be in order and hold a point
  /// that is none of its curve's.
  boolean takes(PublicKey key) {
    try {
      for (var name : algorithms()) {
        verifier(name).initVerify(key);
      }
      return true;
    } catch (InvalidKeyException e) {
      return false;
    }
  }

  private static boolean verify(String name, PublicKey key, byte[] message, byte[] signature) {
    try {
      var verifier = verifier(name);
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (SignatureException e) {
      return false; // Not even the form of a signature by such a key.
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("a key that was looked at before is of no use now", e);
    }
  }

  private static Signature verifier(String name) {
    try {
      // Java names both forms of Ed25519 alike.
      boolean prehashed = name.equals(PREHASHED);
      var verifier = Signature.getInstance(prehashed ? "Ed25519" : name);
      if (prehashed) {
        verifier.setParameter(new EdDSAParameterSpec(true));
      }
      return verifier;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has " + name, e);
    }
  }
}
